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
 * Everything the launcher was told, checked. Printing it shows no secret.
 *
 * @param stateDir where this node keeps state and identity
 * @param rocksDbMemoryBytes limit of the native memory of all stores
 * @param journeysDir the folder to publish, null for none
 * @param nodeId null when this node has to keep one of its own, see {@link NodeIdentity}
 * @param adminKey null when none was given
 * @param posthogSecret null when none was given
 * @param delivery how messages go out
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
   * The cluster and the topics in it.
   *
   * @param clients what goes to every Kafka client, {@code bootstrap.servers} included
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

    /** How the topics have to be. */
    public TopicPlan plan() {
      return new TopicPlan(topics, partitions, replication, eventRetention);
    }

    /** Null only under {@code dev} before its broker runs. */
    public @Nullable String bootstrapServers() {
      return clients.get(BOOTSTRAP_SERVERS);
    }

    /** The settings for a client, to be added to. */
    public Map<String, Object> clientSettings() {
      return new TreeMap<>(clients);
    }

    /** Names the clients' settings and keeps their values, some of which are passwords. */
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
   * Where requests come in.
   *
   * @param port 0 picks a free one
   * @param advertisedHost where the other nodes find this one
   * @param advertisedPort null for the port it listens on
   * @param adminRateLimit requests a second that each key may make of the admin API, 0 for no limit
   */
  public record Http(
      String host,
      int port,
      String advertisedHost,
      @Nullable Integer advertisedPort,
      int adminRateLimit) {

    /** The port that the other nodes are told. */
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

  /** The same against another cluster, with nothing else for its clients. */
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
