package dev.sojourn.http.request;

import dev.sojourn.topics.event.EventTimes;
import java.time.Instant;
import java.util.Optional;

/** Parses times in requests. */
public final class Times {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Times() {}

  /** ISO-8601, years 1 to 9999: others cannot be written back with four digits. */
  public static Optional<Instant> parse(String text) {
    return EventTimes.parse(text).filter(time -> !time.isBefore(FIRST) && !time.isAfter(LAST));
  }
}
