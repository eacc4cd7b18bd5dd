package dev.sojourn.http.route;

/** The permission that a route requires. */
public enum Permission {
  OPEN,
  /** Read everything except API keys and the audit log. */
  READ,
  /** Day-to-day operation: toggle journeys, enrol, cancel, change contacts and preferences. */
  OPERATE,
  /** API keys, the audit log, and operations that cannot be undone. */
  ADMIN,
  /** Ingest events, and nothing else. */
  INGEST,
  /** Query as another node: only the key from the environment. */
  NODE,
  /** The secret configured for the sender of the webhook. */
  WEBHOOK
}
