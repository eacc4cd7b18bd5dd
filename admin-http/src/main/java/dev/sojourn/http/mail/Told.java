package dev.sojourn.http.mail;

import org.jspecify.annotations.Nullable;

/** What a call of somebody who delivers mails comes to. */
sealed interface Told {

  /**
   * Something became of a mail.
   *
   * @param userId whose mail it was, when the caller says so
   */
  record Fact(MailEvent event, @Nullable String userId) implements Told {}

  /** Nothing that concerns us; the caller must not tell it again. */
  record Ignored(String why) implements Told {}
}
