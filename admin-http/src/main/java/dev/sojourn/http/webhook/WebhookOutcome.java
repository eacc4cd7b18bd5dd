package dev.sojourn.http.webhook;

import org.jspecify.annotations.Nullable;

/** What a call of somebody who delivers mails comes to. */
sealed interface WebhookOutcome {

  /**
   * Something became of a mail.
   *
   * @param userId whose mail it was, when the caller says so
   */
  record Fact(EmailEvent event, @Nullable String userId) implements WebhookOutcome {}

  /** Nothing that concerns us; the caller must not tell it again. */
  record Ignored(String why) implements WebhookOutcome {}
}
