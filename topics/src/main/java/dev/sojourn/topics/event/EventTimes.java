package dev.sojourn.topics.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the forms in which producers write a time. */
public final class EventTimes {

  /** Everything with four digits of year. Others are no time at which anybody did anything. */
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[Tt ](\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?)([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?");

  private EventTimes() {}

  /**
   * ISO-8601 with or without an offset, or {@code 2026-01-02 03:04:05.678901} as ClickHouse writes
   * it; what has no offset is UTC. Finer than a millisecond is cut off.
   */
  public static Optional<Instant> parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.parse(form.group(1));
      LocalTime time =
          form.group(2) == null
              ? LocalTime.MIDNIGHT
              : LocalTime.parse(form.group(2).replace(',', '.'));
      ZoneOffset offset = form.group(3) == null ? ZoneOffset.UTC : offset(form.group(3));
      // Stores keep milliseconds, and what is compared now must compare the same when read back.
      return Optional.of(date.atTime(time).toInstant(offset).truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(String text) {
    return ZoneOffset.of(text.toUpperCase(Locale.ROOT));
  }
}
