package dev.sojourn.journeys.sending;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sojourn.journeys.time.JourneyDuration;
import dev.sojourn.journeys.time.LocalClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Window in which sends are counted: {@code day}, the calendar day in the person's time zone, or a
 * duration that ends now.
 *
 * @param rolling its length; null for the calendar day
 */
public record Window(@Nullable JourneyDuration rolling) {

  /** Bounded because the sends in it are kept in every person's summary. */
  private static final Duration LONGEST = Duration.ofDays(366);

  /** No day is longer, not even one on which clocks go back. */
  private static final Duration LONGEST_DAY = Duration.ofHours(26);

  private static final String DAY = "day";

  public Window {
    if (rolling != null && (rolling.isZero() || rolling.duration().compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "expected longer than zero and at most %d days for key 'window', found '%s'"
              .formatted(LONGEST.toDays(), rolling.written()));
    }
  }

  /**
   * Parses either form.
   *
   * @throws IllegalArgumentException when it is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Window parse(Object written) {
    return new Window(DAY.equals(written) ? null : span(written));
  }

  private static JourneyDuration span(Object written) {
    try {
      return JourneyDuration.parse(written);
    } catch (IllegalArgumentException e) {
      if (written instanceof String) {
        throw new IllegalArgumentException(
            "expected 'day' or a duration such as {days: 7} for key 'window', found '%s'"
                .formatted(written),
            e);
      }
      throw e;
    }
  }

  /** Whether a send at this time is in the current window. */
  boolean covers(Instant at, LocalClock clock, Instant now) {
    return rolling == null
        ? clock.shows(at).toLocalDate().equals(clock.shows(now).toLocalDate())
        : isWithin(rolling.duration(), at, now);
  }

  /** Whether a send at this time may count now or later, even if the person's time zone changes. */
  boolean mayCover(Instant at, Instant now) {
    return isWithin(rolling == null ? LONGEST_DAY : rolling.duration(), at, now);
  }

  /** Exclusive: a send exactly this old no longer counts. */
  private static boolean isWithin(Duration length, Instant at, Instant now) {
    return now.isBefore(at.plus(length));
  }

  @JsonValue
  Object json() {
    return rolling == null ? DAY : rolling;
  }
}
