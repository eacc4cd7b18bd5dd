package dev.sojourn.app.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Setting keys. {@code kafka.*} settings are not listed; they go to the Kafka clients as they are.
 */
public enum Key {
  /** Bootstrap servers, required by {@code serve} and {@code topics}. */
  KAFKA_BOOTSTRAP_SERVERS("kafka.bootstrap.servers"),
  /** Prefix of one installation's topics, groups and state. */
  TOPIC_PREFIX("topic.prefix"),
  /** Partitions of each topic keyed by person; fixed for the life of a prefix. */
  PARTITIONS("partitions"),
  /** Replication factor of all topics. */
  REPLICATION_FACTOR("replication.factor"),
  /** Retention of events, as an ISO-8601 duration. */
  EVENTS_RETENTION("events.retention"),
  /** The address to listen on. */
  HTTP_HOST("http.host"),
  HTTP_PORT("http.port"),
  /** Host under which other nodes reach this one. */
  ADVERTISED_HOST("advertised.host"),
  ADVERTISED_PORT("advertised.port"),
  /** Folder for this node's state and identity. */
  STATE_DIR("state.dir"),
  /** Limit of the native memory of all stores in this process, such as {@code 384MiB}. */
  ROCKSDB_MEMORY("rocksdb.memory"),
  /** Folder of journeys to publish; without it none are. */
  JOURNEYS_DIR("journeys.dir"),
  /** Node id, stable across restarts. */
  NODE_ID("node.id"),
  ADMIN_API_KEY("admin.api.key", "ADMIN_API_KEY"),
  /** Requests per second to the admin API, per key and node; 0 for no limit. */
  ADMIN_RATE_LIMIT("admin.rate.limit"),
  POSTHOG_WEBHOOK_SECRET("posthog.webhook.secret", "POSTHOG_WEBHOOK_SECRET"),
  /** Email provider: log, smtp or resend. */
  EMAIL_PROVIDER("email.provider"),
  /** Sender for templates that do not set one. */
  EMAIL_FROM("email.from"),
  /** Emails per second and node, 0 for no limit; likewise for the other rates below. */
  EMAIL_RATE("email.rate"),
  /** For example {@code smtp://user:password@host:587}. */
  SMTP_URL("smtp.url"),
  RESEND_API_KEY("resend.api.key"),
  RESEND_BASE_URL("resend.base.url"),
  /** Verifies Resend's webhooks, which are rejected without it. */
  RESEND_WEBHOOK_SECRET("resend.webhook.secret"),
  /** Where text messages are posted. */
  SMS_WEBHOOK_URL("sms.webhook.url"),
  SMS_RATE("sms.rate"),
  /** Where push messages are posted. */
  PUSH_WEBHOOK_URL("push.webhook.url"),
  PUSH_RATE("push.rate"),
  /** Signs all outgoing webhooks. */
  WEBHOOK_SECRET("webhook.secret"),
  /** Whether servers at loopback and private addresses may be called. */
  WEBHOOK_PRIVATE("webhook.private"),
  WEBHOOK_RATE("webhook.rate"),
  /** Attempts and the first retry delay, such as {@code 8,PT5S}. */
  DELIVERY_RETRY("delivery.retry"),
  /** Public URL of this installation: the base of links in emails. */
  PUBLIC_URL("public.url"),
  /**
   * Signs links in emails; must be the same on all nodes and never change. Derived from the admin
   * key when not set.
   */
  LINK_SECRET("link.secret");

  static final String ENVIRONMENT_PREFIX = "SOJOURN_";

  private final String property;
  private final String variable;

  Key(String property) {
    this(property, ENVIRONMENT_PREFIX + property.toUpperCase(Locale.ROOT).replace('.', '_'));
  }

  Key(String property, String variable) {
    this.property = property;
    this.variable = variable;
  }

  /** The name in {@code sojourn.properties}. */
  public String property() {
    return property;
  }

  /** The name of the environment variable. */
  public String variable() {
    return variable;
  }

  static Optional<Key> ofProperty(String name) {
    return Arrays.stream(values()).filter(key -> key.property.equals(name)).findFirst();
  }

  static Optional<Key> ofVariable(String name) {
    return Arrays.stream(values()).filter(key -> key.variable.equals(name)).findFirst();
  }
}
