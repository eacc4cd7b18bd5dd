package dev.sojourn.http.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Sent email, as far as we know it.
 *
 * @param userId the recipient; null when the email is unknown
 * @param journeyId the journey that sent it; null when the email is unknown
 * @param template its key; null when it is no longer known
 */
record SentEmail(@Nullable String userId, @Nullable String journeyId, @Nullable String template) {

  static final SentEmail UNKNOWN = new SentEmail(null, null, null);
}
