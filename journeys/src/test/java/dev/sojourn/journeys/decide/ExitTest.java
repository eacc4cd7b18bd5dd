package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that end instances. */
class ExitTest {

  private static final String GO = "user:created";

  private final JourneyHarness harness = new JourneyHarness();

  private static Journeys.Builder trip() {
    return journey("trip").on(GO).unlimited();
  }

  private Instance enter() {
    harness.when(event(GO));
    return harness.instance("trip");
  }

  @Test
  void shouldExitByAnyRuleThatMatches() {
    harness.givenJourney(
        trip()
            .exitOn("plan:changed", property("plan").eq("pro"))
            .exitOn("plan:changed", property("company").exists())
            .steps(sleep("nap", days(1)), complete("done")));
    Instance first = enter();

    harness.when(event("plan:changed").with("plan", "free"));
    harness.thenStands("trip", Status.WAITING, "nap");
    harness.when(event("plan:changed").of("bob").with("plan", "pro"));
    harness.thenStands("trip", Status.WAITING, "nap");
    harness.pass(hours(1));
    harness.when(event("plan:changed").with("company", Map.of("id", 1)));

    harness.thenStands("trip", Status.EXITED, "nap");
    assertThat(harness.instance("trip").endedAt()).isEqualTo(harness.now());
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", null, "exited", Map.of("reason", "exit_event", "event", "plan:changed")));
    assertThat(harness.when(event("plan:changed").with("plan", "pro")).isNothing()).isTrue();
    assertThat(harness.timer(first.id(), JourneyHarness.START.plus(days(1))).isNothing()).isTrue();
  }

  @Test
  void shouldExitEveryJourneyThatTheEventEndsThoughDisabled() {
    harness.givenJourney(trip().exitOn("bye").steps(sleep("nap", days(1)), complete("done")));
    harness.givenJourney(
        journey("tour").on(GO).exitOn("bye").steps(sleep("nap", days(1)), complete("done")));
    enter();
    harness.givenJourney(trip().disabled().steps(sleep("nap", days(1)), complete("done")));

    Decision decision = harness.when(event("bye"));

    assertThat(decision.changes()).hasSize(2);
    harness.thenStands("trip", Status.EXITED, "nap");
    harness.thenStands("tour", Status.EXITED, "nap");
  }

  @Test
  void shouldExitBeforeItWakesAndWakeBeforeItEnters() {
    harness.givenJourney(
        trip().exitOn("paid").steps(waitFor("w", "paid", days(1)), complete("done")));
    harness.givenJourney(
        journey("tour").on(GO).steps(waitFor("w", "paid", days(1)), complete("done")));
    harness.givenJourney(journey("thanks").on("paid").steps(complete("done")));
    enter();

    Decision decision = harness.when(event("paid"));

    harness.thenStands("trip", Status.EXITED, "w");
    harness.thenStands("tour", Status.COMPLETED, "w");
    assertThat(decision.changes())
        .extracting(change -> change.after().journeyId())
        .containsExactly("trip", "tour", "thanks");
  }

  @Test
  void shouldLetAnExitThatCameInTimeWinAfterAnOutage() {
    harness.givenJourney(
        trip().exitOn("bye").steps(sleep("nap", days(1)), send("s", "hi"), complete("done")));
    enter();

    harness.pass(days(1));
    harness.when(event("bye"));
    harness.after(days(3));

    harness.thenStands("trip", Status.EXITED, "nap");
    harness.thenSent();
  }
}
