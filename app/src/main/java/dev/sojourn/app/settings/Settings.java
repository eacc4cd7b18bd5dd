package dev.sojourn.app.settings;

import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Launcher settings, validated. {@link #toString} reveals no secret.
 *
 * @param stateDir folder for this node's state and identity
 * @param rocksDbMemoryBytes limit of the native memory of all stores
 * @param journeysDir folder to publish, null for none
 * @param nodeId null to use a stored one, see {@link NodeIdentity}
 * @param adminKey null when none was given
 * @param posthogSecret null when none was given
 * @param delivery delivery settings
 */
public record Settings(
    Kafka kafka,
    Http http,
    Path stateDir,
    long rocksDbMemoryBytes,
    @Nullable Path journeysDir,
    @Nullable String nodeId,
    @Nullable Secret adminKey,
    @Nullable Secret posthogSecret,
    DeliverySettings delivery) {

  /**
   * Kafka cluster and topic settings.
   *
   * @param clients settings for every Kafka client, including {@code bootstrap.servers}
   */
  public record Kafka(
      Topics topics,
      int partitions,
      short replication,
      Duration eventRetention,
      Map<String, String> clients) {

    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    public Kafka {
      clients = Map.copyOf(clients);
    }

    /** The topic plan of these settings. */
    public TopicPlan plan() {
      return new TopicPlan(topics, partitions, replication, eventRetention);
    }

    /** Null only under {@code dev}, before its broker runs. */
    public @Nullable String bootstrapServers() {
      return clients.get(BOOTSTRAP_SERVERS);
    }

    /** A mutable copy of the client settings. */
    public Map<String, Object> clientSettings() {
      return new TreeMap<>(clients);
    }

    /** Prints the keys of client settings but not the values, some of which are passwords. */
    @Override
    public String toString() {
      return "Kafka[topics=%s, partitions=%d, replication=%d, eventRetention=%s, clients=%s]"
          .formatted(
              topics.prefix(),
              partitions,
              replication,
              eventRetention,
              new TreeSet<>(clients.keySet()));
    }
  }

  /**
   * HTTP settings.
   *
   * @param port 0 picks a free one
   * @param advertisedHost host under which other nodes reach this one
   * @param advertisedPort null for the port it listens on
   * @param adminRateLimit requests per second to the admin API per key, 0 for no limit
   */
  public record Http(
      String host,
      int port,
      String advertisedHost,
      @Nullable Integer advertisedPort,
      int adminRateLimit) {

    /** The port advertised to other nodes. */
    public int portForOthers() {
      return advertisedPort == null ? port : advertisedPort;
    }

    public Http withPort(int chosen) {
      return new Http(host, chosen, advertisedHost, advertisedPort, adminRateLimit);
    }
  }

  public Settings withHttp(Http changed) {
    return new Settings(
        kafka,
        changed,
        stateDir,
        rocksDbMemoryBytes,
        journeysDir,
        nodeId,
        adminKey,
        posthogSecret,
        delivery);
  }

  public Settings withJourneysDir(Path folder) {
    return new Settings(
        kafka,
        http,
        stateDir,
        rocksDbMemoryBytes,
        folder,
        nodeId,
        adminKey,
        posthogSecret,
        delivery);
  }

  public Settings withAdminKey(Secret key) {
    return new Settings(
        kafka,
        http,
        stateDir,
        rocksDbMemoryBytes,
        journeysDir,
        nodeId,
        key,
        posthogSecret,
        delivery);
  }

  /** The same settings for another cluster, without any other client settings. */
  public Settings withCluster(String bootstrapServers) {
    Kafka changed =
        new Kafka(
            kafka.topics(),
            kafka.partitions(),
            kafka.replication(),
            kafka.eventRetention(),
            Map.of(Kafka.BOOTSTRAP_SERVERS, bootstrapServers));
    return new Settings(
        changed,
        http,
        stateDir,
        rocksDbMemoryBytes,
        journeysDir,
        nodeId,
        adminKey,
        posthogSecret,
        delivery);
  }
}
