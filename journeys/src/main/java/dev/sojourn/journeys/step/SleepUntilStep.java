package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.event.Paths;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.time.JourneyDuration;
import dev.sojourn.journeys.time.LocalClock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sleeps until a date, a time of day or a day of the week, in the person's time zone. A date in the
 * past does not wait.
 *
 * @param date ISO-8601: with an offset, without one, or a date only
 * @param property {@code contact.<path>} or {@code event.<path>}, containing a date in the format
 *     of {@code date}, or milliseconds or seconds since 1970
 * @param timeOfDay {@code HH:mm} or {@code HH:mm:ss}; on the day of the date, if there is one
 * @param weekdays the days on which it may end; all when absent
 * @param zone an IANA zone, for people whose own is unknown; UTC when absent
 * @param before how long before the date; days are calendar days
 * @param after how long after the date
 * @param missingNext the step to go to when the property is absent or not a date; without it the
 *     instance fails
 */
@JsonTypeName("sleep_until")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SleepUntilStep(
    @JsonProperty(required = true) String id,
    @Nullable String date,
    @Nullable String property,
    @Nullable String timeOfDay,
    @Nullable List<Weekday> weekdays,
    @Nullable String zone,
    @Nullable JourneyDuration before,
    @Nullable JourneyDuration after,
    @Nullable String missingNext,
    @JsonProperty(required = true) String next)
    implements Step {

  private static final String CONTACT = "contact.";
  private static final String EVENT = "event.";

  /** A day of the week, as authors write it. */
  public enum Weekday {
    mon(DayOfWeek.MONDAY),
    tue(DayOfWeek.TUESDAY),
    wed(DayOfWeek.WEDNESDAY),
    thu(DayOfWeek.THURSDAY),
    fri(DayOfWeek.FRIDAY),
    sat(DayOfWeek.SATURDAY),
    sun(DayOfWeek.SUNDAY);

    private final DayOfWeek day;

    Weekday(DayOfWeek day) {
      this.day = day;
    }
  }

  public SleepUntilStep {
    weekdays = weekdays == null ? null : List.copyOf(weekdays);
  }

  @Override
  public StepResult enter(StepContext visit) {
    Instant until;
    if (hasBase()) {
      Object written = date == null ? read(visit) : date;
      Optional<TimeExpression> base = TimeExpression.read(written);
      if (base.isEmpty()) {
        return missing(written);
      }
      until = after(base.get(), clock(visit));
    } else {
      until = clock(visit).next(timeOr(LocalTime.MIDNIGHT), allowed(), visit.now());
    }
    Instant due = until.truncatedTo(ChronoUnit.MILLIS);
    return due.isAfter(visit.now())
        ? StepResult.stay(new WaitState.Timer(due))
        : StepResult.move(next);
  }

  /** Has no log action, as {@link SleepStep}. */
  @Override
  public StepResult resume(StepContext visit, Signal signal) {
    return StepResult.move(next);
  }

  private boolean hasBase() {
    return date != null || property != null;
  }

  private @Nullable Object read(StepContext visit) {
    String path = String.valueOf(property);
    return path.startsWith(CONTACT)
        ? Paths.read(visit.facts().contact(), path.substring(CONTACT.length()))
        : Paths.read(visit.instance().context(), path.substring(EVENT.length()));
  }

  private StepResult missing(@Nullable Object found) {
    if (missingNext != null) {
      return StepResult.move(missingNext);
    }
    return StepResult.failed(
        "expected a date in '%s' for step '%s', found %s"
            .formatted(
                property == null ? "date" : property, id, found == null ? "none" : shown(found)));
  }

  /** Shortened, but long enough to recognise the value. */
  private static String shown(Object found) {
    String text = String.valueOf(found);
    return "'" + (text.length() <= 100 ? text : text.substring(0, 100) + "...") + "'";
  }

  private Instant after(TimeExpression base, LocalClock clock) {
    LocalTime time = time();
    LocalDateTime written = base.shown(clock);
    LocalDateTime shown = time == null ? written : written.toLocalDate().atTime(time);
    // Keep an exact instant: converted to local time, it may be ambiguous.
    boolean exact = base instanceof TimeExpression.Moment && time == null && calendarDays() == 0;
    shown = shown.plusDays(calendarDays());
    Instant at = exact ? ((TimeExpression.Moment) base).at() : clock.at(shown);
    if (!beyondDays().isZero()) {
      at = clock.moved(at, beyondDays());
      shown = clock.shows(at);
    }
    return allowed().contains(clock.shows(at).getDayOfWeek())
        ? at
        : clock.onAllowedDay(shown, allowed());
  }

  private long calendarDays() {
    return (after == null ? 0 : after.days()) - (before == null ? 0 : before.days());
  }

  private Duration beyondDays() {
    Duration later = after == null ? Duration.ZERO : after.beyondDays();
    return before == null ? later : later.minus(before.beyondDays());
  }

  private LocalClock clock(StepContext visit) {
    return LocalClock.of(visit.facts().contact(), zone);
  }

  private Set<DayOfWeek> allowed() {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (Weekday day : weekdays == null ? List.of(Weekday.values()) : weekdays) {
      days.add(day.day);
    }
    return days;
  }

  private @Nullable LocalTime time() {
    return timeOfDay == null ? null : LocalTime.parse(timeOfDay);
  }

  private LocalTime timeOr(LocalTime other) {
    return Objects.requireNonNullElse(time(), other);
  }

  @Override
  public List<String> targets() {
    return missingNext == null ? List.of(next) : List.of(next, missingNext);
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public Optional<String> onlySuccessor() {
    return Optional.of(next);
  }

  /** At every visit after the first a date is in the past, and does not wait again. */
  @Override
  public boolean takesTime() {
    return !hasBase();
  }

  @Override
  public Stream<String> namedProperties() {
    return property != null && property.startsWith(EVENT)
        ? Stream.of(property.substring(EVENT.length()))
        : Stream.empty();
  }

  @Override
  public Stream<String> problems() {
    List<String> flaws = new ArrayList<>();
    if (!hasBase() && timeOfDay == null && weekdays == null) {
      flaws.add(
          "expected at least one of 'date', 'property', 'timeOfDay' and 'weekdays', found none");
    }
    baseFlaws(flaws);
    if (timeOfDay != null && !isTime(timeOfDay)) {
      flaws.add(
          "expected 'HH:mm' or 'HH:mm:ss' for key 'timeOfDay', found '%s'".formatted(timeOfDay));
    }
    if (weekdays != null && weekdays.isEmpty()) {
      flaws.add("expected at least one day for key 'weekdays', found none");
    }
    if (zone != null && LocalClock.zone(zone).isEmpty()) {
      flaws.add(
          "expected an IANA zone such as 'Europe/Berlin' for key 'zone', found '%s'"
              .formatted(zone));
    }
    return flaws.stream();
  }

  private void baseFlaws(List<String> flaws) {
    if (date != null && property != null) {
      flaws.add("expected either 'date' or 'property', found both");
    }
    if (date != null && TimeExpression.read(date).isEmpty()) {
      flaws.add(
          "expected an ISO-8601 date such as '2026-03-01' or '2026-03-01T09:00:00Z' for key 'date',"
              + " found '%s'".formatted(date));
    }
    if (property != null && !isPath(property)) {
      flaws.add(
          "expected 'contact.<property>' or 'event.<property>' for key 'property', found '%s'"
              .formatted(property));
    }
    if (before != null && after != null) {
      flaws.add("expected either 'before' or 'after', found both");
    }
    if ((before != null || after != null) && !hasBase()) {
      flaws.add(
          "'%s' moves a date, expected 'date' or 'property' beside it, found neither"
              .formatted(before == null ? "after" : "before"));
    }
    if (missingNext != null && property == null) {
      flaws.add("'missingNext' is for a 'property' that is missing, found no 'property'");
    }
  }

  private static boolean isPath(String text) {
    return (text.startsWith(CONTACT) && text.length() > CONTACT.length())
        || (text.startsWith(EVENT) && text.length() > EVENT.length());
  }

  private static boolean isTime(String text) {
    try {
      LocalTime.parse(text, DateTimeFormatter.ISO_LOCAL_TIME);
      return text.length() == 5 || text.length() == 8;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
