package dev.sojourn.processor.engine;

import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.topics.topic.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How to run the engine.
 *
 * @param topics names of the topics; their prefix also names the application
 * @param partitions the number of partitions of every topic that is keyed by user
 * @param nodeId stable across restarts, so that a restarted node gets its tasks back
 * @param advertisedHost and port: where other nodes reach this one over HTTP
 * @param stateDir directory of the state stores
 * @param threads number of stream threads
 * @param rocksDbMemoryBytes limit of the native memory of all stores of this process
 * @param standbys copies of each store on other nodes
 * @param replication replication factor of the changelog topics
 * @param outboxLimit how many messages of the log provider to keep; 0 keeps none
 * @param kafka settings of every Kafka client, including the bootstrap servers
 * @param retries how often and how soon sends are retried
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

  /** A copy with one more setting for the Kafka clients. */
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
