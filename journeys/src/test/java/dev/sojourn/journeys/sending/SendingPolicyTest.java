package dev.sojourn.journeys.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendingPolicyTest {

  private static Optional<Instant> quietUntil(String from, String to, String zone, String now) {
    return new SendingPolicy(null, new QuietHours(from, to, null), null, null)
        .quietUntil(null, Map.of("timezone", zone), Instant.parse(now));
  }

  /**
   * In Berlin clocks go from 02:00 to 03:00 on 29 March 2026 (at 01:00 UTC) and from 03:00 to 02:00
   * on 25 October (at 01:00 UTC).
   */
  @ParameterizedTest(name = "{0}-{1} {2} at {3}: {4}")
  @CsvSource({
    // over midnight
    "22:00, 08:00, Europe/Berlin, 2026-01-15T20:59:59Z,",
    "22:00, 08:00, Europe/Berlin, 2026-01-15T21:00:00Z, 2026-01-16T07:00:00Z",
    "22:00, 08:00, Europe/Berlin, 2026-01-15T23:30:00Z, 2026-01-16T07:00:00Z",
    "22:00, 08:00, Europe/Berlin, 2026-01-16T06:59:59Z, 2026-01-16T07:00:00Z",
    "22:00, 08:00, Europe/Berlin, 2026-01-16T07:00:00Z,",
    // within a day
    "12:00, 13:30:30, UTC, 2026-01-15T12:00:00Z, 2026-01-15T13:30:30Z",
    "12:00, 13:30:30, UTC, 2026-01-15T13:30:30Z,",
    "12:00, 13:30:30, UTC, 2026-01-15T11:59:59Z,",
    // one night is an hour shorter, one an hour longer
    "22:00, 08:00, Europe/Berlin, 2026-03-28T21:00:00Z, 2026-03-29T06:00:00Z",
    "22:00, 08:00, Europe/Berlin, 2026-10-24T20:00:00Z, 2026-10-25T07:00:00Z",
    // an end in the gap is the first moment after it
    "22:00, 02:30, Europe/Berlin, 2026-03-29T00:59:00Z, 2026-03-29T01:00:00Z",
    "22:00, 02:30, Europe/Berlin, 2026-03-29T01:00:00Z,",
    // a start in the gap
    "02:30, 06:00, Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-29T04:00:00Z",
    // an end in the overlap is the first of the two, and quiet hours do not resume
    "22:00, 02:30, Europe/Berlin, 2026-10-25T00:29:00Z, 2026-10-25T00:30:00Z",
    "22:00, 02:30, Europe/Berlin, 2026-10-25T01:15:00Z,",
    // a start in the overlap is the first of the two, and quiet hours do not pause
    "02:30, 06:00, Europe/Berlin, 2026-10-25T01:15:00Z, 2026-10-25T05:00:00Z",
    // quiet hours entirely in the gap do not occur
    "02:10, 02:50, Europe/Berlin, 2026-03-29T01:00:00Z,",
    // a day that did not exist: Samoa went from 29 to 31 December 2011
    "22:00, 08:00, Pacific/Apia, 2011-12-30T09:00:00Z, 2011-12-30T10:00:00Z",
    "22:00, 08:00, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-30T18:00:00Z"
  })
  void shouldLeavePeopleAloneByTheirOwnClocks(
      String from, String to, String zone, String now, @Nullable String end) {
    assertThat(quietUntil(from, to, zone, now))
        .isEqualTo(Optional.ofNullable(end).map(Instant::parse));
  }

  @Test
  void shouldTakeThePolicysZoneForPeopleOfWhomNoneIsKnown() {
    SendingPolicy policy =
        new SendingPolicy("Asia/Tokyo", new QuietHours("22:00", "08:00", null), null, null);

    Instant now = Instant.parse("2026-01-15T13:00:00Z");

    assertThat(policy.quietUntil(null, Map.of("timezone", "Mars"), now))
        .hasValue(Instant.parse("2026-01-15T23:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8:00", "24:00", "noon", "08:00:0", ""})
  void shouldRefuseWhatIsNoTime(String text) {
    assertThatThrownBy(() -> new QuietHours(text, "09:00", null))
        .hasMessage("expected 'HH:mm' or 'HH:mm:ss' for key 'from', found '%s'".formatted(text));
    assertThatThrownBy(() -> new QuietHours("09:00", text, null))
        .hasMessage("expected 'HH:mm' or 'HH:mm:ss' for key 'to', found '%s'".formatted(text));
  }

  @Test
  void shouldRefuseQuietHoursThatAreNone() {
    assertThatThrownBy(() -> new QuietHours("08:00", "08:00:00", null))
        .hasMessage("expected another time for key 'to' than for key 'from', found '08:00:00'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101})
  void shouldRefuseACapThatIsNone(int most) {
    assertThatThrownBy(() -> new Cap(null, null, most, Window.parse("day")))
        .hasMessage("expected 1 to 100 for key 'most', found " + most);
  }

  @Test
  void shouldRefuseACapOfSomethingThatIsNotSent() {
    assertThatThrownBy(() -> new Cap("fax", null, 1, Window.parse("day")))
        .hasMessage("expected one of [email, sms, push] for key 'channel', found 'fax'");
    assertThatThrownBy(() -> new Cap(null, " ", 1, Window.parse("day")))
        .hasMessage("expected a category for key 'category', found none");
  }

  @Test
  void shouldRefuseAWindowThatIsNone() {
    assertThatThrownBy(() -> Window.parse("week"))
        .hasMessage(
            "expected 'day' or a duration such as {days: 7} for key 'window', found 'week'");
    assertThatThrownBy(() -> Window.parse(Map.of("days", 0)))
        .hasMessage(
            "expected longer than zero and at most 366 days for key 'window', found '{days=0}'");
    assertThatThrownBy(() -> Window.parse("P400D")).hasMessageContaining("at most 366 days");
    assertThatThrownBy(() -> Window.parse(Map.of("weeks", 1)))
        .hasMessageContaining("unknown key 'weeks' in a duration");
  }

  @Test
  void shouldRefuseAZoneThatIsNone() {
    assertThatThrownBy(() -> new SendingPolicy("+01:00", null, null, null))
        .hasMessage(
            "expected an IANA zone such as 'Europe/Berlin' for key 'timezone', found '+01:00'");
  }

  @Test
  void shouldRefuseMoreCapsThanAnybodyNeeds() {
    List<Cap> many = Collections.nCopies(21, new Cap(null, null, 1, Window.parse("day")));

    assertThatThrownBy(() -> new SendingPolicy(null, null, many, null))
        .hasMessage("expected at most 20 caps for key 'caps', found 21");
  }
}
