package dev.sojourn.journeys.time;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Duration as an author writes it: {@code {"days": 1, "hours": 12}} or ISO-8601 ({@code "PT36H"}).
 * Keeps the original form, so that operators see what the author wrote. Never negative, whole
 * milliseconds, at most ten years.
 *
 * @param duration the length
 * @param written the original form
 */
public record JourneyDuration(Duration duration, Object written) {

  private static final Duration LONGEST = Duration.ofDays(3660);
  private static final Pattern ISO_DAYS = Pattern.compile("[Pp]([-+]?[0-9]+)[Dd]");
  private static final List<String> UNITS = List.of("days", "hours", "minutes", "seconds");

  public JourneyDuration {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "expected a duration of zero or more, found '%s'".formatted(written));
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "expected a duration of at most ten years, found '%s'".formatted(written));
    }
    if (!duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
      // Timers are stored in milliseconds: a finer one would never match when it is due.
      throw new IllegalArgumentException(
          "expected a duration of whole milliseconds, found '%s'".formatted(written));
    }
  }

  public static JourneyDuration of(Duration duration) {
    return new JourneyDuration(duration, duration.toString());
  }

  /**
   * Parses either form.
   *
   * @throws IllegalArgumentException naming the invalid unit or text; an unknown unit is never
   *     treated as zero
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static JourneyDuration parse(Object written) {
    if (written instanceof String text) {
      try {
        return new JourneyDuration(Duration.parse(text), text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "expected an ISO-8601 duration such as 'PT36H', found '%s'".formatted(text), e);
      }
    }
    if (written instanceof Map<?, ?> units) {
      return ofUnits(units);
    }
    throw new IllegalArgumentException(
        "expected a duration such as {\"hours\": 12} or \"PT12H\", found '%s'".formatted(written));
  }

  private static JourneyDuration ofUnits(Map<?, ?> units) {
    if (units.isEmpty()) {
      throw new IllegalArgumentException(
          "expected at least one of %s, found none".formatted(UNITS));
    }
    Duration sum = Duration.ZERO;
    Map<String, Object> kept = new LinkedHashMap<>();
    for (Map.Entry<?, ?> unit : units.entrySet()) {
      String name = String.valueOf(unit.getKey());
      if (!(unit.getValue() instanceof Integer || unit.getValue() instanceof Long)) {
        throw new IllegalArgumentException(
            "expected a whole number for key '%s', found '%s'".formatted(name, unit.getValue()));
      }
      long amount = ((Number) unit.getValue()).longValue();
      sum = sum.plus(amountOf(name, amount));
      kept.put(name, amount);
    }
    return new JourneyDuration(sum, Collections.unmodifiableMap(kept));
  }

  private static Duration amountOf(String unit, long amount) {
    if (amount < 0 || amount > LONGEST.toSeconds()) {
      throw new IllegalArgumentException(
          "expected 0 to %d for key '%s', found %d".formatted(LONGEST.toSeconds(), unit, amount));
    }
    return switch (unit) {
      case "days" -> Duration.ofDays(amount);
      case "hours" -> Duration.ofHours(amount);
      case "minutes" -> Duration.ofMinutes(amount);
      case "seconds" -> Duration.ofSeconds(amount);
      default ->
          throw new IllegalArgumentException(
              "unknown key '%s' in a duration, expected one of %s".formatted(unit, UNITS));
    };
  }

  /**
   * The number of calendar days as written: these depend on the calendar, since some have 23 hours.
   * {@code {"hours": 48}} and {@code "PT48H"} have none.
   */
  public long days() {
    if (written instanceof Map<?, ?> units) {
      return units.get("days") instanceof Number days ? days.longValue() : 0;
    }
    Matcher days = ISO_DAYS.matcher(String.valueOf(written));
    return days.lookingAt() ? Long.parseLong(days.group(1)) : 0;
  }

  /** The remainder beyond {@link #days}. */
  public Duration beyondDays() {
    return duration.minusDays(days());
  }

  public boolean isZero() {
    return duration.isZero();
  }

  @JsonValue
  Object json() {
    return written;
  }
}
