package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Conditions.trigger;
import static dev.sojourn.journeys.dsl.Journeys.checkpoint;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.exit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Event waits: what resumes them, and how far they look back. */
class WaitTest {

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
  void shouldWakeAWaitByItsEvent() {
    harness.givenJourney(
        trip()
            .steps(
                waitFor("w", "paid", days(1)).then("yes").onTimeout("no"),
                complete("yes"),
                exit("no", "late")));
    enter();
    harness.pass(hours(1));

    harness.when(event("paid").of("bob"));
    harness.thenStands("trip", Status.WAITING, "w");
    harness.when(event("paid"));

    harness.thenStands("trip", Status.COMPLETED, "w");
    harness.thenLog(
        "trip",
        entry(null, "w", "entered", null),
        entry("w", "yes", "event_received", Map.of("event", "paid")),
        entry("w", "yes", "completed", null));
  }

  @Test
  void shouldTimeOutWhenNothingCame() {
    harness.givenJourney(
        trip()
            .steps(
                waitFor("w", "paid", days(1)).then("yes").onTimeout("no"),
                complete("yes"),
                exit("no", "late")));
    enter();

    harness.after(days(1));

    harness.thenStands("trip", Status.EXITED, "w");
    harness.thenLog(
        "trip",
        entry(null, "w", "entered", null),
        entry("w", "no", "timed_out", Map.of("event", "paid")),
        entry("w", "no", "exited", Map.of("reason", "late")));
  }

  @Test
  void shouldCountAnEventExactlyAtTheDeadline() {
    harness.givenJourney(
        trip()
            .steps(waitFor("w", "paid", days(1)).onTimeout("no"), complete("yes"), exit("no", "")));
    enter();

    harness.pass(days(1));
    harness.when(event("paid"));

    harness.thenStands("trip", Status.COMPLETED, "w");
  }

  @Test
  void shouldTimeOutBeforeAnEventThatCameAfterTheDeadline() {
    harness.givenJourney(
        trip()
            .steps(waitFor("w", "paid", days(1)).onTimeout("no"), complete("yes"), exit("no", "")));
    enter();

    harness.pass(days(1).plusMillis(1));
    harness.when(event("paid"));

    harness.thenStands("trip", Status.EXITED, "w");
  }

  @Test
  void shouldWakeOnlyByAnEventThatMatches() {
    harness.givenJourney(
        trip()
            .steps(
                waitFor("w", "clicked", days(1))
                    .where(property("link").is(Operator.EQ, trigger("link"))),
                complete("done")));
    harness.when(event(GO).with("link", "A"));

    Decision missed = harness.when(event("clicked").with("link", "B").atDepth(5));
    assertThat(missed.isNothing()).isTrue();
    assertThat(harness.instance("trip").depth()).isZero();
    harness.when(event("clicked").with("link", "A"));

    harness.thenStands("trip", Status.COMPLETED, "w");
  }

  @Test
  void shouldLookBackIntoHistory() {
    harness.givenHistory("paid", minutes(10), Map.of("plan", "pro"));
    harness.givenJourney(
        trip()
            .steps(
                waitFor("w", "paid", days(1)).where(property("plan").eq("pro")).lookback(hours(1)),
                complete("done")));

    enter();

    harness.thenStands("trip", Status.COMPLETED, "w");
  }

  @Test
  void shouldNotLookBackFurtherThanWrittenNorPastTheConditions() {
    harness.givenHistory("paid", hours(2), Map.of("plan", "pro"));
    harness.givenHistory("paid", minutes(2), Map.of("plan", "free"));
    harness.givenJourney(
        trip()
            .steps(
                waitFor("w", "paid", days(1)).where(property("plan").eq("pro")).lookback(hours(1)),
                complete("done")));

    enter();

    harness.thenStands("trip", Status.WAITING, "w");
  }

  @Test
  void shouldNotTakeItsOwnTriggerForTheEventItLooksBackFor() {
    harness.givenJourney(
        trip().steps(waitFor("w", GO, days(7)).lookback(hours(1)), complete("done")));

    enter();
    harness.thenStands("trip", Status.WAITING, "w");

    harness.pass(days(2));
    harness.when(event(GO));
    assertThat(harness.instances(JourneyHarness.ADA, "trip").get(0).status())
        .isEqualTo(Status.COMPLETED);
  }

  @Test
  void shouldNotMissWhatHappensDuringTheSendBeforeAWait() {
    harness.givenJourney(
        trip()
            .steps(
                send("s", "hi"),
                checkpoint("c", "sent"),
                waitFor("w", "clicked", days(1)).where(property("n").eq(2)).onTimeout("no"),
                complete("yes"),
                exit("no", "late")));
    enter();
    harness.when(event("clicked").with("n", 1));
    harness.when(event("clicked").with("n", 2));
    harness.when(event("clicked").with("n", 2));
    harness.thenStands("trip", Status.ACTIVE, "s");

    harness.outcome(sent());

    harness.thenStands("trip", Status.COMPLETED, "w");
    assertThat(harness.instance("trip").log())
        .extracting(entry -> entry.action().word())
        .containsExactly("entered", "email_sent", "checkpoint", "event_received", "completed");
  }

  @Test
  void shouldNotCountForAWaitWhatHappenedBeforeTheSend() {
    harness.givenJourney(
        trip()
            .steps(
                sleep("z", days(1)),
                send("s", "hi"),
                waitFor("w", "clicked", days(1)),
                complete("yes")));
    enter();
    harness.when(event("clicked"));
    harness.after(days(1));

    harness.outcome(sent());

    harness.thenStands("trip", Status.WAITING, "w");
  }

  @Test
  void shouldArmAWaitOnlyWhileTheSendRightBeforeItIsOut() {
    harness.givenJourney(
        trip()
            .steps(
                send("a", "one"), send("b", "two"), waitFor("w", "x", days(1)), complete("yes")));
    enter();
    harness.when(event("x"));
    harness.outcome(sent());
    harness.thenStands("trip", Status.ACTIVE, "b");

    harness.outcome(sent());

    harness.thenStands("trip", Status.WAITING, "w");
  }
}
