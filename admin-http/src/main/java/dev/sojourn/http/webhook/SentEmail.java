package dev.sojourn.http.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What we know of a mail that went out.
 *
 * @param userId whom it was for; null when we do not know the mail
 * @param journeyId by which journey; null when we do not know the mail
 * @param template its key; null when that cannot be told any more
 */
record SentEmail(@Nullable String userId, @Nullable String journeyId, @Nullable String template) {

  static final SentEmail UNKNOWN = new SentEmail(null, null, null);
}
