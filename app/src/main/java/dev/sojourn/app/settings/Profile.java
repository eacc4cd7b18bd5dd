package dev.sojourn.app.settings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Launch profile, which selects the defaults. */
public enum Profile {
  /** Everything in one process on a developer's machine, with its own broker. */
  DEV,
  /** A node against a Kafka cluster. */
  SERVE,
  /** Only sets up the topics of a cluster. */
  TOPICS;

  /** Required keys, which have no default. */
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
    // Operators who write their own journeys call their own servers.
    defaults.put(Key.WEBHOOK_PRIVATE, "true");
    if (this == DEV) {
      defaults.put(Key.PARTITIONS, "4");
      defaults.put(Key.REPLICATION_FACTOR, "1");
      // A developer's runaway script has nobody else to disturb.
      defaults.put(Key.ADMIN_RATE_LIMIT, "0");
      // No proxy or TLS protects it.
      defaults.put(Key.HTTP_HOST, "127.0.0.1");
      defaults.put(Key.STATE_DIR, ".sojourn/state");
    } else {
      defaults.put(Key.PARTITIONS, "16");
      // With fewer replicas, losing a broker could lose people's state.
      defaults.put(Key.REPLICATION_FACTOR, "3");
      defaults.put(Key.HTTP_HOST, "0.0.0.0");
      defaults.put(Key.ADMIN_RATE_LIMIT, "1000");
      defaults.put(Key.STATE_DIR, "state");
    }
    return defaults;
  }
}
