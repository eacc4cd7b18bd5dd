package dev.sojourn.app.settings;

/** Launch profile: a setting may have another default in each, or be required in some. */
public enum Profile {
  /** Everything in one process on a developer's machine, with its own broker. */
  DEV,
  /** A node against a Kafka cluster. */
  SERVE,
  /** Only sets up the topics of a cluster. */
  TOPICS
}
