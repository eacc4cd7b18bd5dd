package dev.sojourn.app.settings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the process is started as, which decides the defaults. */
public enum Profile {
  /** Everything in one process on a developer's machine, with its own broker. */
  DEV,
  /** A node against a cluster. */
  SERVE,
  /** The topics of a cluster and nothing else. */
  TOPICS;

  /** What has no default and cannot be done without. */
  Set<Key> required() {
    return switch (this) {
      case DEV -> Set.of();
      case SERVE -> Set.of(Key.KAFKA_BOOTSTRAP_SERVERS, Key.ADMIN_API_KEY);
      case TOPICS -> Set.of(Key.KAFKA_BOOTSTRAP_SERVERS);
    };
  }

  Map<Key, String> defaults() {
    Map<Key, String> defaults = new EnumMap<>(Key.class);
    defaults.put(Key.TOPIC_PREFIX, "sojourn");
    defaults.put(Key.EVENTS_RETENTION, "P90D");
    defaults.put(Key.HTTP_PORT, "3002");
    defaults.put(Key.EMAIL_PROVIDER, "log");
    defaults.put(Key.RESEND_BASE_URL, "https://api.resend.com");
    defaults.put(Key.ROCKSDB_MEMORY, "384MiB");
    defaults.put(Key.DELIVERY_RETRY, "8,PT5S");
    for (Key rate : List.of(Key.EMAIL_RATE, Key.SMS_RATE, Key.PUSH_RATE, Key.WEBHOOK_RATE)) {
      defaults.put(rate, "0");
    }
    // Whoever runs journeys of their own calls servers of their own.
    defaults.put(Key.WEBHOOK_PRIVATE, "true");
    if (this == DEV) {
      defaults.put(Key.PARTITIONS, "4");
      defaults.put(Key.REPLICATION_FACTOR, "1");
      // Nobody else is there to be kept out by a script that a developer has let loose.
      defaults.put(Key.ADMIN_RATE_LIMIT, "0");
      // There is no proxy and no certificate in front of it.
      defaults.put(Key.HTTP_HOST, "127.0.0.1");
      defaults.put(Key.STATE_DIR, ".sojourn/state");
    } else {
      defaults.put(Key.PARTITIONS, "16");
      // Fewer copies, and a broker that goes takes people's state with it.
      defaults.put(Key.REPLICATION_FACTOR, "3");
      defaults.put(Key.HTTP_HOST, "0.0.0.0");
      defaults.put(Key.ADMIN_RATE_LIMIT, "1000");
      defaults.put(Key.STATE_DIR, "state");
    }
    return defaults;
  }
}
