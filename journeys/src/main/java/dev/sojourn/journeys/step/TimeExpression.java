package dev.sojourn.journeys.step;

import dev.sojourn.journeys.time.LocalClock;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Date or time as written by an author or producer: ISO-8601 with an offset, without one or without
 * a time, or a number of milliseconds or seconds since 1970.
 */
sealed interface TimeExpression {

  /** An instant, the same in every zone. */
  record Moment(Instant at) implements TimeExpression {
    @Override
    public LocalDateTime shown(LocalClock clock) {
      return clock.shows(at);
    }
  }

  /** A local date and time without a zone. */
  record Shown(LocalDateTime at) implements TimeExpression {
    @Override
    public LocalDateTime shown(LocalClock clock) {
      return at;
    }
  }

  /** A calendar day. */
  record Day(LocalDate on) implements TimeExpression {
    @Override
    public LocalDateTime shown(LocalClock clock) {
      return on.atStartOfDay();
    }
  }

  /** A smaller number is in seconds: this many seconds is the year 5138, as milliseconds 1973. */
  BigDecimal FIRST_MILLISECONDS = BigDecimal.valueOf(100_000_000_000L);

  /** Timers are stored in milliseconds, and a later year is certainly a mistake. */
  int LAST_YEAR = 9999;

  DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          // 30 February is an error; lenient resolution would turn it into the 28th.
          .withResolverStyle(ResolverStyle.STRICT);

  /** The local time in this zone; for one that the zone skips, the time as written. */
  LocalDateTime shown(LocalClock clock);

  /** Parses any of the forms; empty when it is none. */
  static Optional<TimeExpression> read(@Nullable Object value) {
    try {
      if (value instanceof String text) {
        return within(
            ofText(
                ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from)));
      }
      return value instanceof Number number ? within(ofNumber(number)) : Optional.empty();
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static TimeExpression ofText(TemporalAccessor read) {
    if (read instanceof OffsetDateTime moment) {
      return new Moment(moment.toInstant());
    }
    return read instanceof LocalDateTime shown ? new Shown(shown) : new Day((LocalDate) read);
  }

  private static TimeExpression ofNumber(Number number) {
    double size = Math.abs(number.doubleValue());
    if (!(size < 1e15)) {
      throw new ArithmeticException("expected a time in milliseconds or seconds");
    }
    BigDecimal exact = new BigDecimal(number.toString());
    boolean seconds = exact.abs().compareTo(FIRST_MILLISECONDS) < 0;
    return new Moment(
        Instant.ofEpochMilli((seconds ? exact.movePointRight(3) : exact).longValue()));
  }

  private static Optional<TimeExpression> within(TimeExpression time) {
    int year = time.shown(new LocalClock(ZoneOffset.UTC)).getYear();
    return year >= 0 && year <= LAST_YEAR ? Optional.of(time) : Optional.empty();
  }
}
