package dev.sojourn.processor.engine;

import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.topic.TopicPlan;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** The state stores of a task and their changelog settings. */
public final class StateStores {

  private StateStores() {}

  /** A row can hold what an input record brought, which may exceed a broker's default of 1 MiB. */
  private static final Map<String, String> LARGE_ROWS =
      Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(TopicPlan.MAX_MESSAGE_BYTES));

  /**
   * Small segments and prompt compaction, since a restore reads the whole changelog. The dirty
   * ratio stays at Kafka's default of 0.5: at 0.2 the broker copied each row five times, and its
   * cleaner took a whole core while timers were firing.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          Integer.toString(TopicPlan.MAX_MESSAGE_BYTES),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(32 * 1024 * 1024),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.5",
          TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
          Long.toString(Duration.ofHours(1).toMillis()),
          // Records that overtake a backlog have timestamps decades in the past, by which segments
          // would be rolled and compaction would be overdue.
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime");

  /** All families of rows without a store of their own; see the tables in docs/architecture.md. */
  static StoreBuilder<KeyValueStore<Bytes, byte[]>> state() {
    return keyValue(StoreNames.STATE);
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> timers() {
    return keyValue(StoreNames.TIMERS);
  }

  /** Cached: a counter is written once per commit, however often it changes. */
  static StoreBuilder<KeyValueStore<Bytes, byte[]>> counters() {
    return keyValue(StoreNames.COUNTERS).withCachingEnabled();
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyValue(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(CHANGELOG);
  }

  /** Events, in segments that expire as a whole. */
  public static StoreBuilder<WindowStore<Bytes, byte[]>> history() {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(
                StoreNames.HISTORY, StoreNames.HISTORY_RETENTION, Duration.ofMillis(1), false),
            Serdes.Bytes(),
            Serdes.ByteArray())
        .withLoggingEnabled(LARGE_ROWS);
  }
}
