package dev.sojourn.processor.engine;

import dev.sojourn.processor.thread.ThreadCommits;
import dev.sojourn.topics.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of Kafka Streams. Each that is not Kafka's own says why. */
public final class StreamsConfiguration {

  private static final int DEAD_AFTER_MS = 10_000;

  private StreamsConfiguration() {}

  /** The consumer group, with which the names of changelog topics begin as well. */
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
    // A decision and everything that follows from it happen together or not at all.
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // At most: a thread requests its commits by itself, see docs/adr/0004.
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, ThreadCommits.MOST_MS);
    // At most: a thread wakes up for its timers and its commits by itself, see ThreadWakeups.
    config.put(StreamsConfig.POLL_MS_CONFIG, 500);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replication());
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.Setter.class);
    config.put(RocksDbMemory.CONFIG, memory);
    // Names of changelog topics are chosen, never made up from the shape of the topology.
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // A restart takes its place back, and a dead node blocks nobody for long.
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
    // Above the largest action; the topics allow as much.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * 1024 * 1024);
    config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // Nobody reads before the commit, which sends everything: one batch for each partition.
    config.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), ThreadCommits.MOST_MS);
    // A commit's worth of one partition in one batch: fewer requests, and more for lz4 to find.
    config.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
    // A restore is one long read: by default a thousand rows at a time, a MiB of each partition.
    config.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 20_000);
    config.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        8 * 1024 * 1024);
    config.putAll(settings.kafka());
    return config;
  }
}
