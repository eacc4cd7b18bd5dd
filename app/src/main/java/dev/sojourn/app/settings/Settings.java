package dev.sojourn.app.settings;

import static java.util.stream.Collectors.joining;

import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Values of the settings, validated. Immutable; {@link #toString} reveals no secret. What there is
 * to set is defined in {@link ClusterSettings}, {@link ApiSettings}, {@link LocalSettings} and
 * {@link DeliverySettings}.
 */
public final class Settings {

  private final Map<Setting<?>, Object> values;
  private final Map<String, String> clients;

  /**
   * @param values parsed by the format of their setting
   * @param clients the settings {@code kafka.*} without their prefix
   */
  Settings(Map<Setting<?>, Object> values, Map<String, String> clients) {
    this.values = Map.copyOf(values);
    this.clients = Map.copyOf(clients);
  }

  /**
   * The value of a setting that has a default or is required under every profile.
   *
   * @throws IllegalArgumentException for any other setting, even when it has a value
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .filter(value -> setting.isAlwaysGiven())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a setting that always has a value, found '%s'"
                        .formatted(setting.property())));
  }

  /** The value of a setting, if there is one. */
  public <T> Optional<T> find(Setting<T> setting) {
    @SuppressWarnings("unchecked") // a value is stored under the setting whose type it has
    T value = (T) values.get(setting);
    return Optional.ofNullable(value);
  }

  /** The same settings but for one. */
  public <T> Settings with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> changed = new HashMap<>(values);
    changed.put(setting, value);
    return new Settings(changed, clients);
  }

  /** The same settings for another cluster, without any other client settings. */
  public Settings withCluster(String bootstrapServers) {
    return new Settings(values, Map.of()).with(ClusterSettings.BOOTSTRAP_SERVERS, bootstrapServers);
  }

  /** The settings of the cluster, its topics and its clients. */
  public Kafka kafka() {
    Map<String, String> all = new HashMap<>(clients);
    find(ClusterSettings.BOOTSTRAP_SERVERS)
        .ifPresent(servers -> all.put(Kafka.BOOTSTRAP_SERVERS, servers));
    return new Kafka(
        get(ClusterSettings.TOPIC_PREFIX),
        get(ClusterSettings.PARTITIONS),
        get(ClusterSettings.REPLICATION_FACTOR).shortValue(),
        get(ClusterSettings.EVENTS_RETENTION),
        all);
  }

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

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

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

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings
        && values.equals(settings.values)
        && clients.equals(settings.clients);
  }

  @Override
  public int hashCode() {
    return Objects.hash(values, clients);
  }

  /** Prints the keys of client settings but not the values, some of which are passwords. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().property()))
        .map(entry -> entry.getKey().property() + "=" + entry.getKey().shown(entry.getValue()))
        .collect(
            joining(", ", "Settings[", ", clients=%s]".formatted(new TreeSet<>(clients.keySet()))));
  }
}
