package dev.sojourn.processor.engine;

import dev.sojourn.processor.meter.MeterFamily;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.task.StoreNames;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
  private static final String THREAD = "thread";
  private static final double MS = 1 / 1000.0;

  private static final List<String> STORES =
      List.of(StoreNames.STATE, StoreNames.TIMERS, StoreNames.COUNTERS, StoreNames.HISTORY);

  /**
   * A metric of each stream thread.
   *
   * @param metric Kafka's name
   * @param scale factor to base units
   */
  private record OfThread(String metric, double scale, MeterFamily family) {}

  private final KafkaStreams streams;
  private final Set<String> inputs;
  private final String changelogs;
  private final MeterFamily state;
  private final MeterFamily threads;
  private final MeterFamily tasks;
  private final List<OfThread> ofThreads;
  private final MeterFamily rebalances;
  private final MeterFamily lag;
  private final MeterFamily copyLag;

  /**
   * Meters of a Kafka Streams client.
   *
   * @param applicationId prefix of the changelog topics' names
   * @param inputs names of the input topics
   */
  StreamsMeters(
      MeterRegistry registry, KafkaStreams streams, String applicationId, Set<String> inputs) {
    this.streams = streams;
    this.inputs = Set.copyOf(inputs);
    this.changelogs = applicationId + "-";
    state =
        MeterFamily.gauge(
            registry, "sojourn_streams_state", "1 for the state that the client is in.", "state");
    threads = MeterFamily.gauge(registry, "sojourn_streams_threads_alive", "Stream threads alive.");
    tasks = MeterFamily.gauge(registry, "sojourn_streams_tasks", "Tasks of this node.", "kind");
    ofThreads = ofThreads(registry);
    rebalances =
        MeterFamily.counter(
            registry, "sojourn_streams_rebalances", "Rebalances this node took part in.");
    lag =
        MeterFamily.gauge(
            registry,
            "sojourn_lag_records",
            "Records that this node has still to read, as of its last fetch.",
            "topic",
            "partition");
    copyLag =
        MeterFamily.gauge(
            registry,
            "sojourn_copy_lag_records",
            "Rows that standbys, and stores that are being restored, have still to read.",
            "store");
  }

  private static List<OfThread> ofThreads(MeterRegistry registry) {
    return List.of(
        total(registry, "process-total", "sojourn_streams_records", "Records taken."),
        latency(
            registry,
            "process-latency-avg",
            "sojourn_streams_process_latency_avg_seconds",
            "Time for one turn of records, on average lately."),
        total(registry, "commit-total", "sojourn_streams_commits", "Commits."),
        latency(
            registry,
            "commit-latency-avg",
            "sojourn_streams_commit_latency_avg_seconds",
            "Time for one commit, on average lately."),
        latency(
            registry,
            "commit-latency-max",
            "sojourn_streams_commit_latency_max_seconds",
            "Time for one commit, at most lately."),
        total(registry, "poll-total", "sojourn_streams_polls", "Polls for records."),
        total(
            registry,
            "punctuate-total",
            "sojourn_streams_punctuations",
            "Punctuations that fired."));
  }

  private static OfThread total(MeterRegistry registry, String metric, String name, String help) {
    return new OfThread(metric, 1, MeterFamily.counter(registry, name, help, THREAD));
  }

  private static OfThread latency(MeterRegistry registry, String metric, String name, String help) {
    return new OfThread(metric, MS, MeterFamily.gauge(registry, name, help, THREAD));
  }

  @Override
  public void refresh() {
    try {
      setState();
      setThreads();
      Map<MetricName, Double> numbers = numbers();
      ofThreads.forEach(chosen -> set(chosen, numbers));
      setRebalances(numbers);
      setLag(numbers);
      setCopyLag(numbers);
    } catch (RuntimeException e) {
      // Values of an earlier scrape would look like those of now.
      Stream.concat(
              Stream.of(state, threads, tasks, rebalances, lag, copyLag),
              ofThreads.stream().map(OfThread::family))
          .forEach(MeterFamily::clear);
      throw e;
    }
  }

  private void setState() {
    KafkaStreams.State now = streams.state();
    Map<List<String>, Double> states = new HashMap<>();
    for (KafkaStreams.State one : KafkaStreams.State.values()) {
      states.put(List.of(one.name().toLowerCase(Locale.ROOT)), one == now ? 1.0 : 0.0);
    }
    state.set(states);
  }

  /** Threads that are alive; dead ones are not included. */
  private void setThreads() {
    Set<ThreadMetadata> alive = streams.metadataForLocalThreads();
    double active = alive.stream().mapToInt(thread -> thread.activeTasks().size()).sum();
    double standby = alive.stream().mapToInt(thread -> thread.standbyTasks().size()).sum();
    threads.set(alive.size());
    tasks.set(Map.of(List.of("active"), active, List.of("standby"), standby));
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
  private boolean isChosen(MetricName metric) {
    return switch (metric.group()) {
      case OF_THREAD ->
          ofThreads.stream().anyMatch(chosen -> chosen.metric().equals(metric.name()));
      case OF_FETCHES -> metric.name().equals("records-lag");
      case OF_GROUP -> metric.name().equals("rebalance-total");
      default -> false;
    };
  }

  private static void set(OfThread chosen, Map<MetricName, Double> numbers) {
    Map<List<String>, Double> values = new HashMap<>();
    numbers.forEach(
        (metric, number) -> {
          if (metric.group().equals(OF_THREAD) && metric.name().equals(chosen.metric())) {
            values.put(List.of(thread(metric)), number * chosen.scale());
          }
        });
    chosen.family().set(values);
  }

  /** The thread's number; the rest of its name changes with each start. */
  private static String thread(MetricName metric) {
    String name = metric.tags().getOrDefault("thread-id", "");
    return name.substring(name.lastIndexOf('-') + 1);
  }

  private void setRebalances(Map<MetricName, Double> numbers) {
    double sum = 0;
    for (Map.Entry<MetricName, Double> number : numbers.entrySet()) {
      sum += number.getKey().group().equals(OF_GROUP) ? number.getValue() : 0;
    }
    rebalances.set(sum);
  }

  private void setLag(Map<MetricName, Double> numbers) {
    Map<List<String>, Double> values = new HashMap<>();
    numbers.forEach(
        (metric, number) -> {
          String topic = metric.tags().getOrDefault("topic", "");
          // Kafka reports each metric twice, the second time without the dots of the topic's name.
          if (metric.group().equals(OF_FETCHES) && inputs.contains(topic)) {
            values.merge(List.of(topic, partition(metric)), number, Math::max);
          }
        });
    lag.set(values);
  }

  /** Zero where there is no standby and nothing to restore. */
  private void setCopyLag(Map<MetricName, Double> numbers) {
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
    copyLag.set(values);
  }

  private static String partition(MetricName metric) {
    return metric.tags().getOrDefault("partition", "");
  }
}
