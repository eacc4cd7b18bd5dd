package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryAfter;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaxDurationTest {

  private static final Map<String, Object> LET_GO = Map.of("reason", "max_duration");

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder trip() {
    return journey("trip").on("go").unlimited().atMost(days(2));
  }

  private Instance enter() {
    harness.when(event("go"));
    return harness.instance("trip");
  }

  @Test
  void shouldLetGoOfWhoeverSleepsForTooLong() {
    // given
    harness.givenJourney(trip().steps(sleep("nap", days(3)), complete("done")));
    Instance entered = enter();

    // when
    harness.after(days(2).minusMillis(1));
    harness.thenStands("trip", Status.WAITING, "nap");
    harness.after(minutes(1));

    // then
    assertThat(entered.due()).hasValue(entered.createdAt().plus(days(2)));
    harness.thenStands("trip", Status.EXITED, "nap");
    harness.thenLog(
        "trip", entry(null, "nap", "entered", null), entry("nap", null, "exited", LET_GO));
    assertThat(harness.instance("trip").due()).isEmpty();
  }

  @Test
  void shouldLetGoOfWhoeverWaitsForTooLong() {
    // given
    harness.givenJourney(trip().steps(waitFor("w", "paid", days(3)), complete("done")));
    enter();

    // when
    harness.after(days(2));
    harness.when(event("paid"));

    // then
    harness.thenLog("trip", entry(null, "w", "entered", null), entry("w", null, "exited", LET_GO));
  }

  @Test
  void shouldCountTheTimeOfAllStepsTogether() {
    // given
    harness.givenJourney(
        trip().steps(sleep("a", days(1)), sleep("b", days(1).plusMillis(1)), complete("done")));
    enter();

    // when
    harness.after(days(2));

    // then
    harness.thenLog(
        "trip",
        entry(null, "a", "entered", null),
        entry("a", "b", "waited", null),
        entry("b", null, "exited", LET_GO));
  }

  @Test
  void shouldResumeTheStepThatIsDueAtTheVeryEnd() {
    // given
    harness.givenJourney(trip().steps(sleep("nap", days(2)), complete("done")));
    enter();

    // when
    harness.after(days(2));

    // then
    harness.thenStands("trip", Status.COMPLETED, "nap");
  }

  @Test
  void shouldLetGoAfterTheStepThatWasDueAtTheVeryEnd() {
    // given
    harness.givenJourney(trip().steps(sleep("a", days(2)), sleep("b", days(1)), complete("done")));
    enter();

    // when
    harness.after(days(2));

    // then
    harness.thenLog(
        "trip",
        entry(null, "a", "entered", null),
        entry("a", "b", "waited", null),
        entry("b", null, "exited", LET_GO));
  }

  @Test
  void shouldTellAnOutcomeThatComesAfterTheEnd() {
    // given
    harness.givenJourney(trip().steps(send("mail", "hi"), complete("done")));
    enter();
    harness.after(days(2));
    harness.thenStands("trip", Status.EXITED, "mail");

    // when
    harness.outcome(sent());

    // then
    harness.thenStands("trip", Status.EXITED, "mail");
    harness.thenLog(
        "trip",
        entry(null, "mail", "entered", null),
        entry("mail", null, "exited", LET_GO),
        entry("mail", null, "email_sent", Map.of("afterExit", true)));
    assertThat(harness.outcomesAfterEnd()).isEqualTo(1);
  }

  @Test
  void shouldLetGoWhileASendWaitsToBeTriedAgain() {
    // given
    harness.givenJourney(trip().steps(send("mail", "hi"), complete("done")));
    enter();
    harness.after(days(2).minus(hours(1)));

    // when
    harness.outcome(tryAfter(hours(2)));
    harness.after(hours(1));

    // then
    harness.thenStands("trip", Status.EXITED, "mail");
    harness.thenSent("hi");
  }

  @Test
  void shouldCountAnEventAtTheVeryEnd() {
    // given
    harness.givenJourney(trip().steps(waitFor("w", "paid", days(3)), complete("done")));
    enter();

    // when
    harness.pass(days(2));
    harness.when(event("paid"));

    // then
    harness.thenStands("trip", Status.COMPLETED, "w");
  }

  @Test
  void shouldKeepTheEndOfTheVersionThatWasEntered() {
    // given
    harness.givenJourney(trip().steps(sleep("nap", days(3)), complete("done")));
    enter();
    harness.givenJourney(
        journey("trip").on("go").unlimited().steps(sleep("nap", days(3)), complete("done")));

    // when
    harness.after(days(2));

    // then
    harness.thenStands("trip", Status.EXITED, "nap");
  }

  @Test
  void shouldCountTowardsOnceWhenLetGo() {
    // given
    harness.givenJourney(trip().once().steps(sleep("nap", days(3)), complete("done")));
    enter();
    harness.after(days(2));

    // when
    harness.when(event("go"));

    // then
    harness.thenRefused("trip", RefusalReason.ALREADY_ENTERED_ONCE);
  }
}
