package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.fail;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.entry.RefusalReason.PERIOD_NOT_ELAPSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.time.JourneyDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edge cases of {@code once_per_period}. */
class EntryPeriodTest {

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder weekly() {
    return journey("trip").on("go").oncePer(days(7));
  }

  /** Fails immediately when the trigger asks for it. */
  private void givenJourney(Journeys.Builder builder) {
    harness.givenJourney(
        builder.steps(
            branch("fork").when("bad", property("bad").eq(true)).otherwise("done"),
            fail("bad", "boom"),
            complete("done")));
  }

  private void thenEnters(boolean enters) {
    harness.when(event("go"));
    if (enters) {
      harness.thenEntered("trip");
    } else {
      harness.thenRefused("trip", PERIOD_NOT_ELAPSED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // age of the second trigger, which arrives two periods after the first
    "P7D, true",
    "P7DT0.001S, false",
    "P6D, true",
    "P14D, false",
    "P14DT0.001S, false",
    "P30D, false"
  })
  void shouldAskForThePeriodBetweenTheTimesOfTheEventsAndNotOfTheirArrival(
      Duration ago, boolean enters) {
    givenJourney(weekly());
    harness.when(event("go"));
    harness.after(days(14));

    harness.when(event("go").ago(ago));

    if (enters) {
      harness.thenEntered("trip");
    } else {
      harness.thenRefused("trip", PERIOD_NOT_ELAPSED);
    }
  }

  @Test
  void shouldMeasureEachPeriodFromTheLatestEntryAndNotFromARefusal() {
    givenJourney(weekly());
    harness.when(event("go"));
    harness.after(days(6));
    thenEnters(false);

    harness.after(days(1).minusMillis(1));
    thenEnters(false);
    harness.after(Duration.ofMillis(1));
    thenEnters(true);

    harness.after(days(7).minusMillis(1));
    thenEnters(false);
    harness.after(Duration.ofMillis(1));
    thenEnters(true);
  }

  @Test
  void shouldForgetEntriesThatFailTwiceInARow() {
    // given
    givenJourney(weekly());
    harness.when(event("go"));
    harness.after(days(7));

    // when
    for (int i = 0; i < 2; i++) {
      harness.when(event("go").with("bad", true));
      harness.thenEntered("trip");
      harness.after(minutes(1));
    }

    // then: the first entry counts again, and its period is over
    thenEnters(true);
    harness.after(minutes(1));
    thenEnters(false);
    assertThat(harness.instance("trip").entry()).isEqualTo(4);
  }

  @Test
  void shouldStillCountTheEntryBeforeThoseThatFailTwiceInARow() {
    // given: the limit is introduced before the period of the first entry has elapsed
    givenJourney(journey("trip").on("go").unlimited());
    harness.when(event("go"));
    harness.after(days(1));
    harness.when(event("go").with("bad", true));
    harness.when(event("go").with("bad", true));

    // when
    givenJourney(weekly());

    // then
    thenEnters(false);
    harness.after(days(6).minusMillis(1));
    thenEnters(false);
    harness.after(Duration.ofMillis(1));
    thenEnters(true);
  }

  @Test
  void shouldForgetEntriesThatAreCancelledTwiceInARow() {
    harness.givenJourney(weekly().steps(sleep("nap", days(1)), complete("done")));

    for (int i = 0; i < 2; i++) {
      thenEnters(true);
      harness.cancel(harness.instance("trip").id());
      harness.after(minutes(1));
    }

    thenEnters(true);
    harness.after(days(2));
    thenEnters(false);
  }

  @ParameterizedTest
  @CsvSource({
    // the night in which Berlin skips an hour, and the one in which an hour occurs twice
    "2026-03-28T12:00:00Z, PT23H, false", "2026-03-28T12:00:00Z, PT24H, true",
    "2026-10-24T12:00:00Z, PT24H, true", "2026-10-24T12:00:00Z, PT23H59M59.999S, false"
  })
  void shouldTakeADayForTwentyFourHoursWhateverTheClocksDo(
      Instant first, Duration later, boolean enters) {
    // given
    JourneyDuration day = JourneyDuration.parse(Map.of("days", 1));
    harness.givenNow(first).givenContact(Map.of("timezone", "Europe/Berlin"));
    givenJourney(journey("trip").on("go").oncePer(day.duration()));
    harness.when(event("go"));

    // when
    harness.after(later);

    // then
    thenEnters(enters);
  }

  @Test
  void shouldTakeADayWhenNoPeriodIsWritten() {
    givenJourney(journey("trip").on("go").oncePerPeriod());
    harness.when(event("go"));

    harness.after(hours(24).minusMillis(1));
    thenEnters(false);
    harness.after(Duration.ofMillis(1));
    thenEnters(true);
  }
}
