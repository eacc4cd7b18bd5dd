package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.dsl.Journeys.checkpoint;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.exit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleepUntil;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.SleepUntil;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.step.SleepUntilStep.Weekday;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SleepUntilTest {

  private final JourneyHarness harness = new JourneyHarness();

  private static SleepUntil until() {
    return sleepUntil("until");
  }

  /** When the instance continues; null when at once. */
  private @Nullable Instant due(SleepUntil step) {
    harness.givenJourney(
        journey("trip").on("go").unlimited().steps(step.then("done"), complete("done")));
    harness.when(event("go"));
    return harness.instance("trip").due().orElse(null);
  }

  private static Weekday[] days(@Nullable String names) {
    return Arrays.stream(String.valueOf(names).split(" "))
        .map(Weekday::valueOf)
        .toArray(Weekday[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // date, time of day, zone, when
        "2026-06-01T09:00:00Z, -, Europe/Berlin, 2026-06-01T09:00:00Z",
        "2026-06-01T09:00:00+05:30, -, Europe/Berlin, 2026-06-01T03:30:00Z",
        "2026-06-01T09:00:00.123456789Z, -, UTC, 2026-06-01T09:00:00.123Z",
        "2026-06-01t09:00z, -, UTC, 2026-06-01T09:00:00Z",
        "2026-06-01T09:00, -, Europe/Berlin, 2026-06-01T07:00:00Z",
        "2026-06-01, -, Europe/Berlin, 2026-05-31T22:00:00Z",
        "2026-06-01, 09:30, Europe/Berlin, 2026-06-01T07:30:00Z",
        "2026-06-01, 09:30:15, Europe/Berlin, 2026-06-01T07:30:15Z",
        // an instant with a time of day: that time on its day in the person's zone
        "2026-06-01T23:30:00Z, 09:00, Europe/Berlin, 2026-06-02T07:00:00Z",
        "2026-06-01T03:00:00Z, 09:00, America/New_York, 2026-05-31T13:00:00Z",
        "2026-06-01T23:30, 09:00, Europe/Berlin, 2026-06-01T07:00:00Z",
        // a leap day
        "2028-02-29, 09:00, Europe/Berlin, 2028-02-29T08:00:00Z",
        // the gap: the first moment after it
        "2026-03-29, 02:30, Europe/Berlin, 2026-03-29T01:00:00Z",
        "2026-03-29, 02:00, Europe/Berlin, 2026-03-29T01:00:00Z",
        "2026-03-29, 01:59:59, Europe/Berlin, 2026-03-29T00:59:59Z",
        "2026-03-29, 03:00, Europe/Berlin, 2026-03-29T01:00:00Z",
        "2026-03-29T02:59:59, -, Europe/Berlin, 2026-03-29T01:00:00Z",
        "2026-03-08, 02:30, America/New_York, 2026-03-08T07:00:00Z",
        "2026-10-04, 02:30, Australia/Sydney, 2026-10-03T16:00:00Z",
        "2026-10-04, 02:15, Australia/Lord_Howe, 2026-10-03T15:30:00Z",
        "2026-10-04, 02:30, Australia/Lord_Howe, 2026-10-03T15:30:00Z",
        // the overlap: the first of the two
        "2026-10-25, 02:30, Europe/Berlin, 2026-10-25T00:30:00Z",
        "2026-10-25, 03:00, Europe/Berlin, 2026-10-25T02:00:00Z",
        "2026-11-01, 01:30, America/New_York, 2026-11-01T05:30:00Z",
        "2027-04-04, 02:30, Australia/Sydney, 2027-04-03T15:30:00Z",
        "2027-04-04, 01:45, Australia/Lord_Howe, 2027-04-03T14:45:00Z",
        // an instant is kept, even in the second pass of an overlap
        "2026-10-25T01:30:00Z, -, Europe/Berlin, 2026-10-25T01:30:00Z",
      })
  void shouldSleepUntilTheDateWhereThePersonLives(
      String date, @Nullable String time, String zone, Instant when) {
    SleepUntil step = until().date(date).zone(zone);

    assertThat(due(time == null ? step : step.at(time))).isEqualTo(when);
  }

  @ParameterizedTest
  @CsvSource({
    "2018-11-04, America/Sao_Paulo, 2018-11-04T03:00:00Z",
    "2018-11-03, America/Sao_Paulo, 2018-11-03T03:00:00Z",
    "2024-04-26, Africa/Cairo, 2024-04-25T22:00:00Z",
    // a day that the zone skipped
    "2011-12-30, Pacific/Apia, 2011-12-30T10:00:00Z",
    "2011-12-31, Pacific/Apia, 2011-12-30T10:00:00Z",
  })
  void shouldBeginADayWhoseMidnightIsSkippedAfterTheGap(String day, String zone, Instant when) {
    harness.givenNow(Instant.parse("2011-06-01T00:00:00Z"));

    assertThat(due(until().date(day).zone(zone))).isEqualTo(when);
  }

  @ParameterizedTest
  @CsvSource({
    // a calendar day keeps the time of day, an hour is an hour
    "2026-03-30, 09:00, 2, PT0S, 2026-03-28T08:00:00Z",
    "2026-03-30, 09:00, 0, PT48H, 2026-03-28T07:00:00Z",
    "2026-10-26, 09:00, 2, PT0S, 2026-10-24T07:00:00Z",
    "2026-10-26, 09:00, 0, PT48H, 2026-10-24T08:00:00Z",
    // a time of day in the gap still exists on the day before
    "2026-03-29, 02:30, 1, PT0S, 2026-03-28T01:30:00Z",
    "2026-03-30, 02:30, 1, PT0S, 2026-03-29T01:00:00Z",
    "2026-10-26, 02:30, 1, PT0S, 2026-10-25T00:30:00Z",
    "2028-03-01, 09:00, 1, PT0S, 2028-02-29T08:00:00Z",
    "2028-02-29, 09:00, 366, PT0S, 2027-02-28T08:00:00Z",
  })
  void shouldSleepUntilSoLongBeforeTheDate(
      String date, String time, int days, Duration rest, Instant when) {
    SleepUntil step = until().date(date).at(time).zone("Europe/Berlin");

    assertThat(due(days == 0 ? step.before(rest) : step.daysBefore(days))).isEqualTo(when);
  }

  @ParameterizedTest
  @CsvSource({"true, 2026-03-29T07:00:00Z", "false, 2026-03-29T08:00:00Z"})
  void shouldSleepUntilSoLongAfterTheDate(boolean calendar, Instant when) {
    SleepUntil step = until().date("2026-03-28T09:00").zone("Europe/Berlin");

    assertThat(due(calendar ? step.daysAfter(1) : step.after(Duration.ofHours(24))))
        .isEqualTo(when);
  }

  @ParameterizedTest
  @CsvSource({
    // 2026-06-03 is a Wednesday
    "2026-06-03, 09:00, wed, 2026-06-03T07:00:00Z",
    "2026-06-03, 09:00, mon wed, 2026-06-03T07:00:00Z",
    "2026-06-03, 09:00, mon tue, 2026-06-08T07:00:00Z",
    "2026-06-03, 09:00, tue, 2026-06-09T07:00:00Z",
    // the weekday is local: 00:30 on Thursday in Berlin is Wednesday in UTC
    "2026-06-04, 00:30, thu, 2026-06-03T22:30:00Z",
    // Saturday 28 March moves to Sunday in the gap, or to Monday with the time as written
    "2026-03-28, 02:30, sun, 2026-03-29T01:00:00Z",
    "2026-03-28, 02:30, mon, 2026-03-30T00:30:00Z",
    "2026-03-29, 02:30, mon, 2026-03-30T00:30:00Z",
  })
  void shouldGoOnToTheFirstAllowedDay(String date, String time, String days, Instant when) {
    assertThat(due(until().date(date).at(time).on(days(days)).zone("Europe/Berlin")))
        .isEqualTo(when);
  }

  @Test
  void shouldPassOverADayThatNeverWas() {
    harness.givenNow(Instant.parse("2011-06-01T00:00:00Z"));

    // Apia had no Friday, 30 December 2011
    assertThat(due(until().date("2011-12-30").at("10:00").on(Weekday.fri).zone("Pacific/Apia")))
        .isEqualTo("2012-01-05T20:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // now, time of day, days, zone, when; 2026-06-03 is a Wednesday
        "2026-06-03T06:59:59.999Z, 09:00, -, Europe/Berlin, 2026-06-03T07:00:00Z",
        "2026-06-03T07:00:00Z, 09:00, -, Europe/Berlin, 2026-06-04T07:00:00Z",
        "2026-06-03T07:00:00.001Z, 09:00, -, Europe/Berlin, 2026-06-04T07:00:00Z",
        "2026-06-03T06:00:00Z, 09:00, wed, Europe/Berlin, 2026-06-03T07:00:00Z",
        "2026-06-03T07:00:00Z, 09:00, wed, Europe/Berlin, 2026-06-10T07:00:00Z",
        "2026-06-03T07:00:00Z, 09:00, sat sun, Europe/Berlin, 2026-06-06T07:00:00Z",
        // it is Thursday in Sydney already
        "2026-06-03T15:00:00Z, 09:00, thu, Australia/Sydney, 2026-06-03T23:00:00Z",
        // days only: the start of the day
        "2026-06-03T06:00:00Z, -, fri, Europe/Berlin, 2026-06-04T22:00:00Z",
        "2026-06-03T06:00:00Z, -, wed, Europe/Berlin, 2026-06-09T22:00:00Z",
        "2026-06-02T22:00:00Z, -, wed, Europe/Berlin, 2026-06-09T22:00:00Z",
        "2026-06-02T21:59:59.999Z, -, wed, Europe/Berlin, 2026-06-02T22:00:00Z",
        "2018-11-03T12:00:00Z, -, sun, America/Sao_Paulo, 2018-11-04T03:00:00Z",
        // gaps
        "2026-03-28T12:00:00Z, 02:30, -, Europe/Berlin, 2026-03-29T01:00:00Z",
        "2026-03-29T01:00:00Z, 02:30, -, Europe/Berlin, 2026-03-30T00:30:00Z",
        "2026-10-03T12:00:00Z, 02:15, -, Australia/Lord_Howe, 2026-10-03T15:30:00Z",
        // overlaps: once
        "2026-10-25T00:29:00Z, 02:30, -, Europe/Berlin, 2026-10-25T00:30:00Z",
        "2026-10-25T00:30:00Z, 02:30, -, Europe/Berlin, 2026-10-26T01:30:00Z",
        "2026-10-25T01:15:00Z, 02:30, -, Europe/Berlin, 2026-10-26T01:30:00Z",
        "2026-11-01T06:15:00Z, 01:30, -, America/New_York, 2026-11-02T06:30:00Z",
        "2027-04-03T15:00:00Z, 01:45, -, Australia/Lord_Howe, 2027-04-04T15:15:00Z",
        // a leap day
        "2028-02-28T12:00:00Z, 09:00, tue, Europe/Berlin, 2028-02-29T08:00:00Z",
      })
  void shouldSleepUntilTheNextTimeOfDayOnAnAllowedDay(
      Instant now, @Nullable String time, @Nullable String days, String zone, Instant when) {
    harness.givenNow(now);
    SleepUntil step = until().zone(zone);
    if (time != null) {
      step.at(time);
    }
    if (days != null) {
      step.on(days(days));
    }

    assertThat(due(step)).isEqualTo(when);
  }

  static Stream<Arguments> zones() {
    return Stream.of(
        Arguments.of(Map.of(), "Europe/Berlin", "2026-06-01T07:00:00Z"),
        Arguments.of(Map.of(), null, "2026-06-01T09:00:00Z"),
        Arguments.of(Map.of("timezone", "America/New_York"), null, "2026-06-01T13:00:00Z"),
        Arguments.of(Map.of("$timezone", "America/New_York"), null, "2026-06-01T13:00:00Z"),
        Arguments.of(Map.of("$geoip_time_zone", "America/New_York"), null, "2026-06-01T13:00:00Z"),
        Arguments.of(
            Map.of("timezone", "Asia/Tokyo", "$timezone", "America/New_York"),
            "Europe/Berlin",
            "2026-06-01T00:00:00Z"),
        Arguments.of(
            Map.of("timezone", "Mars/Olympus", "$timezone", 5, "$geoip_time_zone", "Asia/Tokyo"),
            "Europe/Berlin",
            "2026-06-01T00:00:00Z"),
        Arguments.of(Map.of("timezone", "+02:00"), "Asia/Tokyo", "2026-06-01T00:00:00Z"),
        Arguments.of(Map.of("timezone", "nowhere"), "Asia/Tokyo", "2026-06-01T00:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void shouldLiveInTheFirstZoneThatIsOne(
      Map<String, Object> contact, @Nullable String zone, Instant when) {
    harness.givenContact(contact);
    SleepUntil step = until().date("2026-06-01").at("09:00");

    assertThat(due(zone == null ? step : step.zone(zone))).isEqualTo(when);
  }

  static Stream<Arguments> dates() {
    return Stream.of(
        Arguments.of("2026-06-01"),
        Arguments.of("2026-06-01T00:00"),
        Arguments.of("2026-06-01T02:00:00+02:00"),
        Arguments.of(1_780_272_000),
        Arguments.of(1_780_272_000L),
        Arguments.of(1_780_272_000_000L),
        Arguments.of(1_780_272_000.0004),
        Arguments.of(new BigDecimal("1780272000")),
        Arguments.of(BigInteger.valueOf(1_780_272_000_000L)));
  }

  @ParameterizedTest
  @MethodSource("dates")
  void shouldReadTheDateFromAPropertyOfThePerson(Object written) {
    harness.givenContact(Map.of("trial", Map.of("ends", written)));

    assertThat(due(until().contact("trial.ends"))).isEqualTo("2026-06-01T00:00:00Z");
  }

  @Test
  void shouldReadTheDateFromThePropertyThatTheTriggerHadAtEntry() {
    harness.givenJourney(
        journey("trip")
            .on("go")
            .steps(until().trigger("visit.at").at("08:00").then("done"), complete("done")));

    harness.when(event("go").with("visit", Map.of("at", "2026-06-01")));

    assertThat(harness.instance("trip").due()).hasValue(Instant.parse("2026-06-01T08:00:00Z"));
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("soon", "found 'soon'"),
        Arguments.of("", "found ''"),
        Arguments.of("2026-02-30", "found '2026-02-30'"),
        Arguments.of("1780272000", "found '1780272000'"),
        Arguments.of(true, "found 'true'"),
        Arguments.of(1e300, "found '1.0E300'"),
        Arguments.of(Double.POSITIVE_INFINITY, "found 'Infinity'"),
        Arguments.of(new BigInteger("9".repeat(40)), "found '999"),
        Arguments.of("+999999999-01-01", "found '+999999999"),
        Arguments.of("x".repeat(5_000), "x...'"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void shouldFailAndNameThePropertyThatIsNoDate(Object written, String found) {
    harness.givenContact(Map.of("ends", written));

    due(until().contact("ends"));

    harness.thenStands("trip", Status.FAILED, "until");
    assertThat(harness.instance("trip").error())
        .startsWith("expected a date in 'contact.ends' for step 'until', ")
        .contains(found)
        .hasSizeLessThan(300);
  }

  @Test
  void shouldFailAndNameThePropertyThatIsMissing() {
    due(until().trigger("ends"));

    assertThat(harness.instance("trip").error())
        .isEqualTo("expected a date in 'event.ends' for step 'until', found none");
  }

  @Test
  void shouldGoElsewhereWhenThePropertyIsMissing() {
    harness.givenJourney(
        journey("trip")
            .on("go")
            .steps(
                until().contact("ends").whenMissing("mark").then("done"),
                complete("done"),
                checkpoint("mark", "x").then("out"),
                exit("out", "no date")));

    harness.when(event("go"));

    harness.thenLog(
        "trip",
        entry(null, "until", "entered", null),
        entry("until", "mark", "waited", null),
        entry("mark", "out", "checkpoint", Map.of("label", "x")),
        entry("mark", "out", "exited", Map.of("reason", "no date")));
  }

  @Test
  void shouldGoOnAtOnceWhenTheDateHasPassed() {
    assertThat(due(until().date("2026-01-15T10:30:00Z"))).isNull();
    harness.thenStands("trip", Status.COMPLETED, "until");
    assertThat(due(until().date("2020-01-01").at("09:00"))).isNull();
    assertThat(due(until().date("2026-01-15T10:30:00.001Z"))).isNotNull();
  }

  @Test
  void shouldGoOnAtTheTimeAndTellNoWorkOfItsOwn() {
    harness.givenJourney(
        journey("trip")
            .on("go")
            .steps(until().date("2026-01-16"), checkpoint("mark", "x"), complete("done")));
    harness.when(event("go"));
    harness.thenStands("trip", Status.WAITING, "until");

    harness.after(Duration.ofDays(1));

    harness.thenLog(
        "trip",
        entry(null, "until", "entered", null),
        entry("until", "mark", "waited", null),
        entry("mark", "done", "checkpoint", Map.of("label", "x")),
        entry("mark", "done", "completed", null));
  }

  @Test
  void shouldNotMissAnEventThatTheStepBelowAwaits() {
    harness.givenJourney(
        journey("trip")
            .on("go")
            .steps(
                until().date("2026-01-16"),
                waitFor("w", "paid", Duration.ofHours(1)),
                complete("done")));
    harness.when(event("go"));

    harness.when(event("paid"));
    harness.after(Duration.ofDays(1));

    harness.thenStands("trip", Status.COMPLETED, "w");
  }
}
