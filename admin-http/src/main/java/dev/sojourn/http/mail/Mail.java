package dev.sojourn.http.mail;

import org.jspecify.annotations.Nullable;

/**
 * What we know of a mail that went out.
 *
 * @param userId whom it was for; null when we do not know the mail
 * @param journeyId by which journey; null when we do not know the mail
 * @param template its key; null when that cannot be told any more
 */
record Mail(@Nullable String userId, @Nullable String journeyId, @Nullable String template) {

  static final Mail UNKNOWN = new Mail(null, null, null);
}
