package dev.sojourn.processor.engine;

import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.topics.topic.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How to run the engine.
 *
 * @param topics names of the topics; the prefix names the application too
 * @param partitions of all topics that are keyed by user
 * @param nodeId kept over restarts, so that a restart takes its place back
 * @param advertisedHost and port: where other nodes reach this one over HTTP
 * @param stateDir where the stores live
 * @param threads stream threads
 * @param rocksDbMemoryBytes limit of the native memory of all stores of this process
 * @param standbys copies of each store on other nodes
 * @param replication of the changelog topics
 * @param outboxLimit how many messages of the log provider to keep; 0 keeps none
 * @param kafka settings that every Kafka client gets, the bootstrap servers among them
 * @param retries how often and how soon sends are tried again
 */
public record EngineSettings(
    Topics topics,
    int partitions,
    String nodeId,
    String advertisedHost,
    int advertisedPort,
    Path stateDir,
    int threads,
    long rocksDbMemoryBytes,
    int standbys,
    short replication,
    int outboxLimit,
    Map<String, Object> kafka,
    RetryPolicy retries) {

  public EngineSettings {
    kafka = Map.copyOf(kafka);
  }

  /** The same with one more setting for the Kafka clients. */
  public EngineSettings withKafka(String key, Object value) {
    Map<String, Object> more = new HashMap<>(kafka);
    more.put(key, value);
    return new EngineSettings(
        topics,
        partitions,
        nodeId,
        advertisedHost,
        advertisedPort,
        stateDir,
        threads,
        rocksDbMemoryBytes,
        standbys,
        replication,
        outboxLimit,
        more,
        retries);
  }
}
