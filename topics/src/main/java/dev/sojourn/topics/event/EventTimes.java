package dev.sojourn.topics.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Reads the forms in which producers write a time. */
public final class EventTimes {

  private static final DateTimeFormatter FORMS =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHmm", "Z")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private EventTimes() {}

  /**
   * ISO-8601 with or without an offset, or {@code 2026-01-02 03:04:05.678901} as ClickHouse writes
   * it; what has no offset is UTC.
   */
  public static Optional<Instant> parse(String text) {
    try {
      TemporalAccessor parsed =
          FORMS.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime exact) {
        return Optional.of(exact.toInstant());
      }
      return Optional.of(
          parsed instanceof LocalDateTime local
              ? local.toInstant(ZoneOffset.UTC)
              : ((LocalDate) parsed).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
