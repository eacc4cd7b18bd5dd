package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import dev.sojourn.processor.meter.Reading.Kind;
import dev.sojourn.processor.meter.Reading.Numbers;
import dev.sojourn.processor.task.StoreNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * The few Kafka Streams metrics that an operator looks at, out of thousands. All of them are kept
 * in the process and none needs a request, so the lag is that of the last fetch.
 */
final class StreamsMeters implements Meters {

  private static final String OF_THREAD = "stream-thread-metrics";
  private static final String OF_FETCHES = "consumer-fetch-manager-metrics";
  private static final String OF_GROUP = "consumer-coordinator-metrics";
  private static final double MS = 1 / 1000.0;

  private static final List<String> STORES =
      List.of(StoreNames.STATE, StoreNames.TIMERS, StoreNames.COUNTERS, StoreNames.HISTORY);

  /**
   * A metric of each stream thread.
   *
   * @param scale factor to base units
   */
  private record OfThread(String metric, String name, Kind kind, double scale, String help) {}

  private static final List<OfThread> THREAD_NUMBERS =
      List.of(
          new OfThread("process-total", "sojourn_streams_records", Kind.SUM, 1, "Records taken."),
          new OfThread(
              "process-latency-avg",
              "sojourn_streams_process_latency_avg_seconds",
              Kind.LEVEL,
              MS,
              "Time for one turn of records, on average lately."),
          new OfThread("commit-total", "sojourn_streams_commits", Kind.SUM, 1, "Commits."),
          new OfThread(
              "commit-latency-avg",
              "sojourn_streams_commit_latency_avg_seconds",
              Kind.LEVEL,
              MS,
              "Time for one commit, on average lately."),
          new OfThread(
              "commit-latency-max",
              "sojourn_streams_commit_latency_max_seconds",
              Kind.LEVEL,
              MS,
              "Time for one commit, at most lately."),
          new OfThread("poll-total", "sojourn_streams_polls", Kind.SUM, 1, "Polls for records."),
          new OfThread(
              "punctuate-total",
              "sojourn_streams_punctuations",
              Kind.SUM,
              1,
              "Punctuations that fired."));

  private final KafkaStreams streams;
  private final Set<String> inputs;
  private final String changelogs;

  /**
   * Meters of a Kafka Streams client.
   *
   * @param applicationId prefix of the changelog topics' names
   * @param inputs names of the input topics
   */
  StreamsMeters(KafkaStreams streams, String applicationId, Set<String> inputs) {
    this.streams = streams;
    this.inputs = Set.copyOf(inputs);
    this.changelogs = applicationId + "-";
  }

  @Override
  public List<Reading> read() {
    List<Reading> found = new ArrayList<>();
    found.add(state());
    found.addAll(threads());
    Map<MetricName, Double> numbers = numbers();
    THREAD_NUMBERS.forEach(chosen -> found.add(ofThreads(chosen, numbers)));
    found.add(rebalances(numbers));
    found.add(lag(numbers));
    found.add(copyLag(numbers));
    return found;
  }

  private Reading state() {
    KafkaStreams.State now = streams.state();
    Map<List<String>, Double> states = new HashMap<>();
    for (KafkaStreams.State state : KafkaStreams.State.values()) {
      states.put(List.of(state.name().toLowerCase(Locale.ROOT)), state == now ? 1.0 : 0.0);
    }
    return new Numbers(
        "sojourn_streams_state",
        Kind.LEVEL,
        "1 for the state that the client is in.",
        List.of("state"),
        states);
  }

  /** Threads that are alive; dead ones are not included. */
  private List<Reading> threads() {
    Set<ThreadMetadata> alive = streams.metadataForLocalThreads();
    double active = alive.stream().mapToInt(thread -> thread.activeTasks().size()).sum();
    double standby = alive.stream().mapToInt(thread -> thread.standbyTasks().size()).sum();
    return List.of(
        Numbers.one(
            "sojourn_streams_threads_alive", Kind.LEVEL, "Stream threads alive.", alive.size()),
        new Numbers(
            "sojourn_streams_tasks",
            Kind.LEVEL,
            "Tasks of this node.",
            List.of("kind"),
            Map.of(List.of("active"), active, List.of("standby"), standby)));
  }

  /** Chosen metrics that have a numeric value. */
  private Map<MetricName, Double> numbers() {
    Map<MetricName, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<MetricName, ? extends Metric> metric : streams.metrics().entrySet()) {
      if (isChosen(metric.getKey())
          && metric.getValue().metricValue() instanceof Number number
          && !Double.isNaN(number.doubleValue())) {
        numbers.put(metric.getKey(), number.doubleValue());
      }
    }
    return numbers;
  }

  /** Checked before the value is read: some other metrics read from a store for their value. */
  private static boolean isChosen(MetricName metric) {
    return switch (metric.group()) {
      case OF_THREAD ->
          THREAD_NUMBERS.stream().anyMatch(chosen -> chosen.metric().equals(metric.name()));
      case OF_FETCHES -> metric.name().equals("records-lag");
      case OF_GROUP -> metric.name().equals("rebalance-total");
      default -> false;
    };
  }

  private static Reading ofThreads(OfThread chosen, Map<MetricName, Double> numbers) {
    Map<List<String>, Double> values = new HashMap<>();
    numbers.forEach(
        (metric, number) -> {
          if (metric.group().equals(OF_THREAD) && metric.name().equals(chosen.metric())) {
            values.put(List.of(thread(metric)), number * chosen.scale());
          }
        });
    return new Numbers(chosen.name(), chosen.kind(), chosen.help(), List.of("thread"), values);
  }

  /** The thread's number; the rest of its name changes with each start. */
  private static String thread(MetricName metric) {
    String name = metric.tags().getOrDefault("thread-id", "");
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private static Reading rebalances(Map<MetricName, Double> numbers) {
    double sum = 0;
    for (Map.Entry<MetricName, Double> number : numbers.entrySet()) {
      sum += number.getKey().group().equals(OF_GROUP) ? number.getValue() : 0;
    }
    return Numbers.one(
        "sojourn_streams_rebalances", Kind.SUM, "Rebalances this node took part in.", sum);
  }

  private Reading lag(Map<MetricName, Double> numbers) {
    Map<List<String>, Double> values = new HashMap<>();
    numbers.forEach(
        (metric, number) -> {
          String topic = metric.tags().getOrDefault("topic", "");
          // Kafka reports each metric twice, the second time without the dots of the topic's name.
          if (metric.group().equals(OF_FETCHES) && inputs.contains(topic)) {
            values.merge(List.of(topic, partition(metric)), number, Math::max);
          }
        });
    return new Numbers(
        "sojourn_lag_records",
        Kind.LEVEL,
        "Records that this node has still to read, as of its last fetch.",
        List.of("topic", "partition"),
        values);
  }

  /** Zero where there is no standby and nothing to restore. */
  private Reading copyLag(Map<MetricName, Double> numbers) {
    Map<List<String>, Double> values = new HashMap<>();
    STORES.forEach(store -> values.put(List.of(store), 0.0));
    numbers.forEach(
        (metric, number) -> {
          String topic = metric.tags().getOrDefault("topic", "");
          STORES.stream()
              .filter(store -> metric.group().equals(OF_FETCHES))
              .filter(store -> topic.equals(changelogs + store + "-changelog"))
              .forEach(store -> values.merge(List.of(store), number, Double::sum));
        });
    return new Numbers(
        "sojourn_copy_lag_records",
        Kind.LEVEL,
        "Rows that standbys, and stores that are being restored, have still to read.",
        List.of("store"),
        values);
  }

  private static String partition(MetricName metric) {
    return metric.tags().getOrDefault("partition", "");
  }
}
