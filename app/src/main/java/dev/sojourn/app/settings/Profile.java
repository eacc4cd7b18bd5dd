package dev.sojourn.app.settings;

import java.util.EnumMap;
import java.util.Map;

/** What the process is started as, which decides the defaults. */
public enum Profile {
  /** Everything in one process on a developer's machine, with its own broker. */
  DEV(
      Map.of(
          Key.PARTITIONS, "4",
          Key.REPLICATION_FACTOR, "1",
          // There is no proxy and no certificate in front of it.
          Key.HTTP_HOST, "127.0.0.1",
          Key.STATE_DIR, ".sojourn/state")),
  /** A node against a cluster. */
  SERVE(
      Map.of(
          Key.PARTITIONS, "16",
          // Fewer copies and a broker that goes takes people's state with it.
          Key.REPLICATION_FACTOR, "3",
          Key.HTTP_HOST, "0.0.0.0",
          Key.STATE_DIR, "state"));

  private static final Map<Key, String> COMMON =
      Map.of(
          Key.TOPIC_PREFIX, "sojourn",
          Key.EVENTS_RETENTION, "P90D",
          Key.HTTP_PORT, "3002");

  private final Map<Key, String> own;

  Profile(Map<Key, String> own) {
    this.own = Map.copyOf(own);
  }

  Map<Key, String> defaults() {
    Map<Key, String> defaults = new EnumMap<>(COMMON);
    defaults.putAll(own);
    return defaults;
  }
}
