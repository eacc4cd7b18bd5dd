package dev.sojourn.topics.event;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Event timestamps in the formats that producers use. Parsed by hand because every event has one: a
 * regular expression followed by {@code java.time}'s parsers took half as long as the rest of the
 * envelope.
 */
public final class EventTimes {

  /** Digits of the fraction of a second. */
  private static final int NANO_DIGITS = 9;

  private final String text;
  private int at;

  private EventTimes(String text) {
    this.text = text;
  }

  /**
   * Parses ISO-8601 with or without an offset, or {@code 2026-01-02 03:04:05.678901} as ClickHouse
   * writes it; without an offset it is UTC. Years must have four digits, since others are no
   * plausible event times. Truncates to milliseconds.
   */
  public static Optional<Instant> parse(String text) {
    try {
      // Stores keep milliseconds, and a time must compare the same now and when read back.
      return Optional.of(new EventTimes(text.strip()).read().truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Instant read() {
    int year = number(4);
    expect('-');
    int month = number(2);
    expect('-');
    LocalDate date = LocalDate.of(year, month, number(2));
    LocalTime time = LocalTime.MIDNIGHT;
    ZoneOffset offset = ZoneOffset.UTC;
    if (!atEnd()) {
      if (!took('T') && !took('t')) {
        expect(' ');
      }
      time = time();
      offset = offset();
    }
    if (!atEnd()) {
      throw new DateTimeException("expected the end");
    }
    return date.atTime(time).toInstant(offset);
  }

  private LocalTime time() {
    int hour = number(2);
    expect(':');
    int minute = number(2);
    if (!took(':')) {
      return LocalTime.of(hour, minute);
    }
    int second = number(2);
    return LocalTime.of(hour, minute, second, took('.') || took(',') ? nanos() : 0);
  }

  private int nanos() {
    int nanos = 0;
    int digits = 0;
    while (digits < NANO_DIGITS && isDigit()) {
      nanos = nanos * 10 + number(1);
      digits++;
    }
    if (digits == 0) {
      throw new DateTimeException("expected a digit");
    }
    for (; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private ZoneOffset offset() {
    if (atEnd() || took('Z') || took('z')) {
      return ZoneOffset.UTC;
    }
    int sign = took('-') ? -1 : 1;
    if (sign > 0) {
      expect('+');
    }
    int hours = number(2);
    int minutes = took(':') || isDigit() ? number(2) : 0;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  private boolean atEnd() {
    return at == text.length();
  }

  private boolean isDigit() {
    return !atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private boolean took(char expected) {
    if (atEnd() || text.charAt(at) != expected) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char expected) {
    if (!took(expected)) {
      throw new DateTimeException("expected '" + expected + "'");
    }
  }

  private int number(int digits) {
    int number = 0;
    for (int read = 0; read < digits; read++) {
      if (!isDigit()) {
        throw new DateTimeException("expected a digit");
      }
      number = number * 10 + text.charAt(at++) - '0';
    }
    return number;
  }
}
