package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.seconds;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.checkpoint;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.exit;
import static dev.sojourn.journeys.dsl.Journeys.fail;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From entry to end: what moves an instance, and what its log says of it. */
class LifecycleTest {

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
  void shouldLogTheThreeStepJourneyExactly() {
    harness.givenJourney(
        trip()
            .steps(
                send("start", "activation/welcome").then("post-welcome"),
                sleep("post-welcome", days(1)).then("done"),
                complete("done")));
    enter();
    harness.thenStands("trip", Status.ACTIVE, "start");

    harness.pass(seconds(1));
    harness.outcome(sent());
    harness.thenStands("trip", Status.WAITING, "post-welcome");
    harness.after(days(1));

    harness.thenStands("trip", Status.COMPLETED, "post-welcome");
    harness.thenLog(
        "trip",
        entry(null, "start", "entered", null),
        entry("start", "post-welcome", "email_sent", Map.of("template", "activation/welcome")),
        entry("post-welcome", "done", "completed", null));
    Instant start = JourneyHarness.START;
    assertThat(harness.instance("trip").log())
        .extracting(LogEntry::at)
        .containsExactly(start, start.plusSeconds(1), start.plusSeconds(1).plus(days(1)));
    assertThat(harness.instance("trip").endedAt()).isEqualTo(harness.now());
    assertThat(harness.instance("trip").waitState()).isNull();
  }

  @Test
  void shouldLogTheSendAndTheEndWhenASendLeadsToATerminal() {
    harness.givenJourney(trip().steps(sleep("a", days(1)), send("b", "hi"), complete("done")));
    enter();
    harness.after(days(1));
    harness.thenStands("trip", Status.ACTIVE, "b");

    harness.outcome(sent());

    harness.thenStands("trip", Status.COMPLETED, "b");
    harness.thenLog(
        "trip",
        entry(null, "a", "entered", null),
        entry("a", "b", "waited", null),
        entry("b", "done", "email_sent", Map.of("template", "hi")),
        entry("b", "done", "completed", null));
  }

  @Test
  void shouldFireLateAfterAnOutage() {
    harness.givenJourney(trip().steps(sleep("nap", days(1)), send("s", "hi"), complete("done")));
    enter();

    harness.after(days(3));

    harness.thenSent("hi");
  }

  @Test
  void shouldIgnoreTimersThatAreNoLongerTheInstances() {
    harness.givenJourney(trip().steps(sleep("a", days(1)), sleep("b", days(1)), complete("done")));
    Instance instance = enter();
    Instant first = JourneyHarness.START.plus(days(1));
    harness.after(days(1));

    assertThat(harness.timer(instance.id(), first).isNothing()).isTrue();
    assertThat(harness.timer(instance.id(), first.plusSeconds(1)).isNothing()).isTrue();
    assertThat(harness.timer(InstanceId.of(1, 2, 3), first).isNothing()).isTrue();
    harness.thenStands("trip", Status.WAITING, "b");
  }

  @Test
  void shouldMarkACheckpointAndLeaveByAnExitOrAFailure() {
    harness.givenJourney(
        trip()
            .steps(
                checkpoint("c", "half way"),
                branch("b").when("bad", property("bad").eq(true)).otherwise("out"),
                exit("out", "enough"),
                fail("bad", "no luck")));

    enter();
    harness.thenStands("trip", Status.EXITED, "b");
    harness.thenLog(
        "trip",
        entry(null, "c", "entered", null),
        entry("c", "b", "checkpoint", Map.of("label", "half way")),
        entry("b", "out", "branched", Map.of("path", "otherwise")),
        entry("b", "out", "exited", Map.of("reason", "enough")));

    harness.when(event(GO).with("bad", true));
    harness.thenStands("trip", Status.FAILED, "b");
    assertThat(harness.instance("trip").error()).isEqualTo("no luck");
    assertThat(harness.instance("trip").log().get(3))
        .extracting(LogEntry::from, LogEntry::to, line -> line.action().word(), LogEntry::detail)
        .containsExactly("b", "bad", "failed", Map.of("error", "no luck"));
  }

  @Test
  void shouldStopALoopThatTakesNoTime() {
    harness.givenJourney(
        trip().steps(checkpoint("a", "x").then("b"), checkpoint("b", "x").then("a")));

    enter();

    assertThat(harness.instance("trip").status()).isEqualTo(Status.FAILED);
    assertThat(harness.instance("trip").error()).contains("without a pause");
  }

  @Test
  void shouldCancelALiveInstanceAndRefuseAnEndedOne() {
    harness.givenJourney(trip().steps(sleep("nap", days(1)), complete("done")));
    Instance instance = enter();

    Decision done = harness.cancel(instance.id());
    assertThat(done.rejection()).isEmpty();
    Decision.Change change = done.changes().get(0);
    assertThat(change.before()).isEqualTo(instance);
    assertThat(change.after().status()).isEqualTo(Status.EXITED);
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", null, "cancelled", Map.of("by", "operator")));

    Decision again = harness.cancel(instance.id());
    assertThat(again.rejection())
        .hasValue(
            Rejection.of(DecisionRejection.INSTANCE_NOT_CANCELLABLE, Map.of("status", "exited")));
    assertThat(again.isNothing()).isTrue();
    assertThat(harness.cancel(InstanceId.of(1, 2, 3)).rejection())
        .hasValue(Rejection.of(DecisionRejection.INSTANCE_NOT_FOUND));
  }
}
