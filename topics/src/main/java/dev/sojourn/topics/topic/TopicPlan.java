package dev.sojourn.topics.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Required configuration of each topic.
 *
 * @param topics their names
 * @param partitions of all topics that are keyed by user; fixed for the lifetime of a prefix
 * @param replication replicas of each partition
 * @param eventRetention how long events are kept
 */
public record TopicPlan(Topics topics, int partitions, short replication, Duration eventRetention) {

  /** Number of partitions of the results topic; each node listens to one. */
  private static final int RESULT_PARTITIONS = 8;

  private static final Duration DEFAULT_EVENT_RETENTION = Duration.ofDays(90);

  /** Maximum record size that brokers must accept; larger than the largest action or event. */
  public static final int MAX_MESSAGE_BYTES = 2 * 1024 * 1024;

  public TopicPlan {
    if (partitions < 1 || partitions > 1024) {
      throw new IllegalArgumentException(
          "expected 1 to 1024 for key 'partitions', found %d".formatted(partitions));
    }
  }

  public TopicPlan(Topics topics, int partitions, short replication) {
    this(topics, partitions, replication, DEFAULT_EVENT_RETENTION);
  }

  /** One topic. Only {@code settings} are verified; all other settings are up to the broker. */
  public record Spec(String name, int partitions, Map<String, String> settings) {}

  public List<Spec> specs() {
    return List.of(
        keyed(topics.events(), eventRetention),
        spec(topics.posthog(), partitions, retained(Duration.ofDays(7))),
        keyed(topics.control(), Duration.ofDays(30)),
        spec(topics.registry(), partitions, compacted()),
        keyed(topics.outcomes(), Duration.ofDays(7)),
        keyed(topics.actions(), Duration.ofDays(7)),
        spec(topics.results(), RESULT_PARTITIONS, retained(Duration.ofHours(1))),
        keyed(topics.journal(), Duration.ofDays(30)),
        keyed(topics.deadLetters(), Duration.ofDays(30)));
  }

  private Spec keyed(String name, Duration retention) {
    return spec(name, partitions, retained(retention));
  }

  private static Spec spec(String name, int partitions, Map<String, String> own) {
    Map<String, String> settings = new LinkedHashMap<>(own);
    // Append time as record time: producers' clocks must not decide deadlines.
    settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES));
    return new Spec(name, partitions, settings);
  }

  private static Map<String, String> retained(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()));
  }

  private static Map<String, String> compacted() {
    return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
  }
}
