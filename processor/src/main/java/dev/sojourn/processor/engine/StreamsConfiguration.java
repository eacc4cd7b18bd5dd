package dev.sojourn.processor.engine;

import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.topics.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of Kafka Streams. Each one that differs from Kafka's default has a comment why. */
public final class StreamsConfiguration {

  private static final int DEAD_AFTER_MS = 10_000;

  private static final int MOST_BATCH_BYTES = 128 * 1024;
  private static final int LEAST_BATCH_BYTES = 16 * 1024;
  private static final int ALL_BATCHES_BYTES = 2 * 1024 * 1024;

  private StreamsConfiguration() {}

  /** The consumer group; also the prefix of the changelog topics' names. */
  static String applicationId(Topics topics) {
    return topics.prefix() + "-engine";
  }

  public static Map<String, Object> of(EngineSettings settings, RocksDbMemory memory) {
    Map<String, Object> config = new HashMap<>();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(settings.topics()));
    config.put(
        StreamsConfig.APPLICATION_SERVER_CONFIG,
        settings.advertisedHost() + ":" + settings.advertisedPort());
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    // A decision and all its effects are written together or not at all.
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // An upper bound: a thread requests its commits itself, see docs/adr/0004.
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, ThreadCommits.MOST_MS);
    // An upper bound: a thread wakes up for its timers and commits itself, see ThreadWakeups.
    config.put(StreamsConfig.POLL_MS_CONFIG, 500);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replication());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.Setter.class);
    config.put(RocksDbMemory.CONFIG, memory);
    // Names of changelog topics are explicit, never derived from the shape of the topology.
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // Static membership: a restarted node gets its tasks back, and a dead node blocks others
    // briefly.
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        settings.nodeId());
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), DEAD_AFTER_MS);
    config.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        DEAD_AFTER_MS / 4);
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), DEAD_AFTER_MS);
    // More than the largest action; the topics allow as much.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * 1024 * 1024);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // Nothing is read before the commit, which flushes everything: one batch per partition.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), ThreadCommits.MOST_MS);
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
        batchBytes(settings.partitions()));
    // A restore is one long read; the defaults are 1000 rows a poll and 1 MiB a partition.
    config.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 20_000);
    config.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        8 * 1024 * 1024);
    config.putAll(settings.kafka());
    return config;
  }

  /**
   * Room for one partition's records of a commit in one batch: fewer requests, and more for lz4 to
   * find. Each open batch holds a buffer of this size, so that many partitions get smaller ones.
   */
  private static int batchBytes(int partitions) {
    return Math.max(LEAST_BATCH_BYTES, Math.min(MOST_BATCH_BYTES, ALL_BATCHES_BYTES / partitions));
  }
}
