package dev.sojourn.app.settings;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What the process is started as, which decides the defaults. */
public enum Profile {
  /** Everything in one process on a developer's machine, with its own broker. */
  DEV(
      Map.of(
          Key.PARTITIONS, "4",
          Key.REPLICATION_FACTOR, "1",
          // There is no proxy and no certificate in front of it.
          Key.HTTP_HOST, "127.0.0.1",
          Key.STATE_DIR, ".sojourn/state"),
      Set.of()),
  /** A node against a cluster. */
  SERVE(
      Map.of(
          Key.PARTITIONS, "16",
          // Fewer copies and a broker that goes takes people's state with it.
          Key.REPLICATION_FACTOR, "3",
          Key.HTTP_HOST, "0.0.0.0",
          Key.STATE_DIR, "state"),
      Set.of(Key.KAFKA_BOOTSTRAP_SERVERS, Key.ADMIN_API_KEY)),
  /** The topics of a cluster and nothing else. */
  TOPICS(SERVE.own, Set.of(Key.KAFKA_BOOTSTRAP_SERVERS));

  private static final Map<Key, String> COMMON =
      Map.of(
          Key.TOPIC_PREFIX, "sojourn",
          Key.EVENTS_RETENTION, "P90D",
          Key.HTTP_PORT, "3002");

  private final Map<Key, String> own;
  private final Set<Key> required;

  Profile(Map<Key, String> own, Set<Key> required) {
    this.own = Map.copyOf(own);
    this.required = Set.copyOf(required);
  }

  /** What has no default and cannot be done without. */
  Set<Key> required() {
    return required;
  }

  Map<Key, String> defaults() {
    Map<Key, String> defaults = new EnumMap<>(COMMON);
    defaults.putAll(own);
    return defaults;
  }
}
