package dev.sojourn.journeys.sending;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sojourn.journeys.time.LocalClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Quiet hours in the person's local time, when nothing is sent.
 *
 * @param from {@code HH:mm} or {@code HH:mm:ss}, inclusive
 * @param to same format, exclusive; on the next day when it is earlier than {@code from}
 * @param then what happens to a send meanwhile: {@code hold} (the default) waits until they end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"from", "to", "then"})
public record QuietHours(
    @JsonProperty(required = true) String from,
    @JsonProperty(required = true) String to,
    @Nullable Then then) {

  /** What happens to a send in quiet hours. */
  public enum Then {
    hold,
    skip
  }

  public QuietHours {
    if (time("from", from).equals(time("to", to))) {
      throw new IllegalArgumentException(
          "expected another time for key 'to' than for key 'from', found '%s'".formatted(to));
    }
  }

  private static LocalTime time(String key, String text) {
    try {
      if (text.length() == 5 || text.length() == 8) {
        return LocalTime.parse(text);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(wrong(key, text), e);
    }
    throw new IllegalArgumentException(wrong(key, text));
  }

  private static String wrong(String key, String text) {
    return "expected 'HH:mm' or 'HH:mm:ss' for key '%s', found '%s'".formatted(key, text);
  }

  boolean skips() {
    return then == Then.skip;
  }

  /**
   * The end of the quiet hours that contain this moment, empty when none do. They are one
   * continuous interval, also when clocks go back and show a time twice.
   */
  Optional<Instant> until(LocalClock clock, Instant now) {
    LocalTime begins = LocalTime.parse(from);
    LocalTime ends = LocalTime.parse(to);
    int nights = ends.isBefore(begins) ? 1 : 0;
    LocalDate today = clock.shows(now).toLocalDate();
    for (LocalDate day : List.of(today.minusDays(1), today)) {
      Instant end = clock.at(day.plusDays(nights).atTime(ends));
      if (!now.isBefore(clock.at(day.atTime(begins))) && now.isBefore(end)) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }
}
