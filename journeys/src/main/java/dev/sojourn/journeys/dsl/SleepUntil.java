package dev.sojourn.journeys.dsl;

import dev.sojourn.journeys.dsl.Journeys.Draft;
import dev.sojourn.journeys.step.SleepUntilStep;
import dev.sojourn.journeys.step.SleepUntilStep.Weekday;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.time.JourneyDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builder of a sleep until a date or time. Not thread-safe. */
public final class SleepUntil implements Draft {

  private final String id;
  private @Nullable String date;
  private @Nullable String property;
  private @Nullable String timeOfDay;
  private @Nullable List<Weekday> weekdays;
  private @Nullable String zone;
  private @Nullable JourneyDuration before;
  private @Nullable JourneyDuration after;
  private @Nullable String missingNext;
  private @Nullable String next;

  SleepUntil(String id) {
    this.id = id;
  }

  /** ISO-8601: with an offset, without one, or a date only. */
  public SleepUntil date(String iso) {
    date = iso;
    return this;
  }

  /** A contact property that holds a date. */
  public SleepUntil contact(String path) {
    property = "contact." + path;
    return this;
  }

  /** A property of the event that started the instance, holding a date. */
  public SleepUntil trigger(String path) {
    property = "event." + path;
    return this;
  }

  /** A local time such as {@code 09:00}. */
  public SleepUntil at(String time) {
    timeOfDay = time;
    return this;
  }

  public SleepUntil on(Weekday... days) {
    weekdays = List.of(days);
    return this;
  }

  /** The time zone for people whose own is unknown. */
  public SleepUntil zone(String iana) {
    zone = iana;
    return this;
  }

  public SleepUntil before(Duration length) {
    before = JourneyDuration.of(length);
    return this;
  }

  /** In calendar days: at the same local time on that day. */
  public SleepUntil daysBefore(int days) {
    before = JourneyDuration.parse(Map.of("days", days));
    return this;
  }

  public SleepUntil after(Duration length) {
    after = JourneyDuration.of(length);
    return this;
  }

  /** In calendar days: at the same local time on that day. */
  public SleepUntil daysAfter(int days) {
    after = JourneyDuration.parse(Map.of("days", days));
    return this;
  }

  /** The step to go to when the property is absent or not a date. */
  public SleepUntil whenMissing(String step) {
    missingNext = step;
    return this;
  }

  public SleepUntil then(String step) {
    next = step;
    return this;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Step step(@Nullable String below) {
    return new SleepUntilStep(
        id,
        date,
        property,
        timeOfDay,
        weekdays,
        zone,
        before,
        after,
        missingNext,
        Journeys.onwards(id, next, below));
  }
}
