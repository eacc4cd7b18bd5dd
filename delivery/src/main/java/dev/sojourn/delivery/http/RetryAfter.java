package dev.sojourn.delivery.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Parser of the Retry-After header (RFC 9110, 10.2.3). */
final class RetryAfter {

  private RetryAfter() {}

  /** Null when the header is absent or is neither seconds nor a date. */
  static @Nullable Duration of(HttpHeaders headers, Instant now) {
    return headers.firstValue("Retry-After").map(text -> parsed(text.trim(), now)).orElse(null);
  }

  private static @Nullable Duration parsed(String text, Instant now) {
    try {
      if (text.matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration until = Duration.between(now, at);
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
