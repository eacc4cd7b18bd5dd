package dev.sojourn.journeys.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Local clock of a time zone. A local time in a gap resolves to the first moment after the gap,
 * where java.time would shift it by the length of the gap; a local time that occurs twice resolves
 * to the first occurrence.
 *
 * @param zone an IANA zone
 */
public record LocalClock(ZoneId zone) {

  /** In days. A zone may skip a day, but none has skipped a whole week. */
  private static final int LONGEST_LOOK = 15;

  /** Where products and PostHog store a person's zone; the first valid one counts. */
  private static final List<String> ZONES = List.of("timezone", "$timezone", "$geoip_time_zone");

  /**
   * The local clock of a person.
   *
   * @param contact the contact's properties
   * @param otherwise the zone of people whose own is unknown; UTC when it is not a valid zone
   */
  public static LocalClock of(Map<String, Object> contact, @Nullable String otherwise) {
    ZoneId known =
        Stream.concat(ZONES.stream().map(contact::get), Stream.ofNullable(otherwise))
            .flatMap(name -> zone(name).stream())
            .findFirst()
            .orElse(ZoneOffset.UTC);
    return new LocalClock(known);
  }

  /** The zone of this name, empty when there is none; offsets are not accepted. */
  public static Optional<ZoneId> zone(@Nullable Object name) {
    return name instanceof String text && ZoneRulesProvider.getAvailableZoneIds().contains(text)
        ? Optional.of(ZoneId.of(text))
        : Optional.empty();
  }

  public LocalDateTime shows(Instant at) {
    return at.atZone(zone).toLocalDateTime();
  }

  /** The instant of this local time, also if the zone skips it. */
  public Instant at(LocalDateTime shown) {
    ZoneOffsetTransition change = zone.getRules().getTransition(shown);
    if (change == null) {
      return shown.atZone(zone).toInstant();
    }
    return change.isGap() ? change.getInstant() : shown.toInstant(change.getOffsetBefore());
  }

  /** Moves by elapsed time: an hour is an hour, even across a clock change. */
  public Instant moved(Instant from, Duration by) {
    return ZonedDateTime.ofInstant(from, zone).plus(by).toInstant();
  }

  /** The first occurrence of this local time on an allowed day, on that day or a later one. */
  public Instant onAllowedDay(LocalDateTime from, Set<DayOfWeek> allowed) {
    return firstAfter(Instant.MIN, from, allowed);
  }

  /** The next occurrence of this local time on an allowed day, later than {@code now}. */
  public Instant next(LocalTime time, Set<DayOfWeek> allowed, Instant now) {
    return firstAfter(now, shows(now).toLocalDate().atTime(time), allowed);
  }

  private Instant firstAfter(Instant past, LocalDateTime from, Set<DayOfWeek> allowed) {
    for (int days = 0; days <= LONGEST_LOOK; days++) {
      Instant at = at(from.plusDays(days));
      if (at.isAfter(past) && allowed.contains(shows(at).getDayOfWeek())) {
        return at;
      }
    }
    throw new IllegalStateException(
        "expected one of %s within %d days of %s in %s, found none"
            .formatted(allowed, LONGEST_LOOK, from, zone));
  }
}
