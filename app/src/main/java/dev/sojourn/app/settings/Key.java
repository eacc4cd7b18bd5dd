package dev.sojourn.app.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be set, besides {@code kafka.*}, which goes to the Kafka clients as it is. */
public enum Key {
  /** The cluster; {@code serve} and {@code topics} do nothing without it. */
  KAFKA_BOOTSTRAP_SERVERS("kafka.bootstrap.servers"),
  /** Names one installation: its topics, groups and state. */
  TOPIC_PREFIX("topic.prefix"),
  /** Of each topic keyed by person; fixed for the life of a prefix. */
  PARTITIONS("partitions"),
  /** Copies of each partition. */
  REPLICATION_FACTOR("replication.factor"),
  /** How long events stay, as an ISO-8601 duration. */
  EVENTS_RETENTION("events.retention"),
  /** The address to listen on. */
  HTTP_HOST("http.host"),
  HTTP_PORT("http.port"),
  /** Where the other nodes find this one. */
  ADVERTISED_HOST("advertised.host"),
  ADVERTISED_PORT("advertised.port"),
  /** State and identity of this node. */
  STATE_DIR("state.dir"),
  /** Native memory of all stores of this process, such as {@code 384MiB}. */
  ROCKSDB_MEMORY("rocksdb.memory"),
  /** The folder of journeys to publish; none is published without it. */
  JOURNEYS_DIR("journeys.dir"),
  /** What this node is known by across restarts. */
  NODE_ID("node.id"),
  ADMIN_API_KEY("admin.api.key", "ADMIN_API_KEY"),
  /** Requests a second that each key may make of the admin API of each node; 0 for no limit. */
  ADMIN_RATE_LIMIT("admin.rate.limit"),
  POSTHOG_WEBHOOK_SECRET("posthog.webhook.secret", "POSTHOG_WEBHOOK_SECRET"),
  /** Who takes mails: log, smtp or resend. */
  EMAIL_PROVIDER("email.provider"),
  /** The sender of templates that name none. */
  EMAIL_FROM("email.from"),
  /** Mails a second of each node, 0 for no limit; the same for the others below. */
  EMAIL_RATE("email.rate"),
  /** Such as {@code smtp://user:password@host:587}. */
  SMTP_URL("smtp.url"),
  RESEND_API_KEY("resend.api.key"),
  RESEND_BASE_URL("resend.base.url"),
  /** What Resend signs its webhooks with; they are not taken without it. */
  RESEND_WEBHOOK_SECRET("resend.webhook.secret"),
  /** Where text messages are posted. */
  SMS_WEBHOOK_URL("sms.webhook.url"),
  SMS_RATE("sms.rate"),
  /** Where push messages are posted. */
  PUSH_WEBHOOK_URL("push.webhook.url"),
  PUSH_RATE("push.rate"),
  /** Signs what is posted to anybody's server. */
  WEBHOOK_SECRET("webhook.secret"),
  /** Whether servers at loopback and private addresses may be called. */
  WEBHOOK_PRIVATE("webhook.private"),
  WEBHOOK_RATE("webhook.rate"),
  /** Attempts and the pause after the first, such as {@code 8,PT5S}. */
  DELIVERY_RETRY("delivery.retry"),
  /** What people reach this installation by: the base of the links in mails. */
  PUBLIC_URL("public.url"),
  /**
   * Signs the links in mails; the same on all nodes, and for ever. Without one the admin key does.
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

  /** Its name in {@code sojourn.properties}. */
  public String property() {
    return property;
  }

  /** Its name in the environment. */
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
