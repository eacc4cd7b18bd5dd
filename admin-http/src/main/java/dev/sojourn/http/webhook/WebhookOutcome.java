package dev.sojourn.http.webhook;

import org.jspecify.annotations.Nullable;

/** Outcome of reading a webhook. */
sealed interface WebhookOutcome {

  /**
   * Event of an email.
   *
   * @param userId the recipient, when the webhook names one
   */
  record Fact(EmailEvent event, @Nullable String userId) implements WebhookOutcome {}

  /** Nothing we need; the provider must not send it again. */
  record Ignored(String why) implements WebhookOutcome {}
}
