package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.JourneyHarness.days;
import static dev.sojourn.journeys.decide.JourneyHarness.entry;
import static dev.sojourn.journeys.decide.JourneyHarness.event;
import static dev.sojourn.journeys.decide.JourneyHarness.hours;
import static dev.sojourn.journeys.decide.JourneyHarness.minutes;
import static dev.sojourn.journeys.decide.JourneyHarness.seconds;
import static dev.sojourn.journeys.decide.JourneyHarness.sent;
import static dev.sojourn.journeys.dsl.Conditions.contact;
import static dev.sojourn.journeys.dsl.Conditions.not;
import static dev.sojourn.journeys.dsl.Conditions.or;
import static dev.sojourn.journeys.dsl.Conditions.property;
import static dev.sojourn.journeys.dsl.Journeys.branch;
import static dev.sojourn.journeys.dsl.Journeys.checkpoint;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.emit;
import static dev.sojourn.journeys.dsl.Journeys.exit;
import static dev.sojourn.journeys.dsl.Journeys.fail;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.step;
import static dev.sojourn.journeys.dsl.Journeys.updateContact;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.condition.Operator;
import dev.sojourn.journeys.dsl.Conditions;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepContext;
import dev.sojourn.journeys.step.StepResult;
import dev.sojourn.journeys.step.UpdateContactStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

  /** Throws where the test asks for it. */
  record Bomb(String id, boolean waits, @Nullable String goes) implements Step {
    @Override
    public StepResult enter(StepContext visit) {
      if (waits) {
        return StepResult.stay(new WaitState.Timer(visit.now().plusSeconds(60)));
      }
      throw new IllegalStateException("boom");
    }

    @Override
    public StepResult resume(StepContext visit, Signal signal) {
      throw new IllegalStateException("boom later");
    }
  }

  private static Condition throwing() {
    return new Condition() {
      @Override
      public boolean test(EvaluationContext facts) {
        throw new IllegalStateException("no answer");
      }
    };
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
  void shouldBranchOnHistoryContactAndTrigger() {
    harness.givenJourney(
        trip()
            .steps(
                sleep("nap", hours(1)),
                branch("b")
                    .when("used", Conditions.event("used").within(hours(1)).exists())
                    .when("team", or(contact("team").eq("red"), not(property("plan").exists())))
                    .otherwise("other"),
                complete("used"),
                complete("team"),
                complete("other")));

    harness.when(event(GO).with("plan", "pro"));
    harness.when(event("used"));
    harness.after(hours(1));
    assertThat(harness.instance("trip").log().get(2).to()).isEqualTo("used");
    assertThat(harness.instance("trip").log().get(2).detail()).isEqualTo(Map.of("path", 1));

    harness.when(event(GO).with("plan", "pro").setting("team", "red"));
    harness.after(hours(2));
    assertThat(harness.instance("trip").log().get(2).to()).isEqualTo("team");

    harness.when(event(GO).with("plan", "pro").setting("team", "blue"));
    harness.after(hours(2));
    harness.thenLog(
        "trip",
        entry(null, "nap", "entered", null),
        entry("nap", "b", "waited", null),
        entry("b", "other", "branched", Map.of("path", "otherwise")),
        entry("b", "other", "completed", null));
    harness.thenStands("trip", Status.COMPLETED, "b");
  }

  @Test
  void shouldCountTheEventBeingDecidedInABranch() {
    harness.givenJourney(
        trip()
            .steps(
                branch("b")
                    .when("first", Conditions.event(GO).count(Operator.LTE, 1))
                    .otherwise("more"),
                complete("first"),
                complete("more")));

    enter();
    assertThat(harness.instance("trip").log().get(1).to()).isEqualTo("first");
    enter();
    assertThat(harness.instance("trip").log().get(1).to()).isEqualTo("more");
  }

  @Test
  void shouldLetALaterBranchSeeWhatUpdateContactSet() {
    harness.givenJourney(
        trip()
            .steps(
                step(
                    new UpdateContactStep(
                        "u",
                        Map.of("stage", "vip"),
                        Map.of("stage", "no", "born", 1),
                        List.of("old"),
                        "b")),
                branch("b").when("yes", contact("stage").eq("vip")).otherwise("no"),
                complete("yes"),
                complete("no")));
    harness.givenContact(Map.of("old", 1, "kept", 2));

    enter();

    harness.thenLog(
        "trip",
        entry(null, "u", "entered", null),
        entry("u", "b", "contact_updated", Map.of("properties", List.of("born", "old", "stage"))),
        entry("b", "yes", "branched", Map.of("path", 1)),
        entry("b", "yes", "completed", null));
    assertThat(harness.contact().properties())
        .isEqualTo(Map.of("stage", "vip", "born", 1, "kept", 2));
  }

  @Test
  void shouldFailTheInstanceWhenTheContactWouldGrowTooLarge() {
    harness.givenJourney(
        trip().steps(updateContact("u", Map.of("text", "x".repeat(64 * 1024))), complete("done")));

    enter();

    harness.thenStands("trip", Status.FAILED, "u");
    assertThat(harness.contact().properties()).isEmpty();
  }

  @Test
  void shouldKeepTheContactAndGoOnWhenAnEventWouldMakeItTooLarge() {
    harness.givenJourney(trip().steps(complete("done"))).givenContact(Map.of("a", 1));

    Decision decision = harness.when(event(GO).setting("text", "x".repeat(64 * 1024)));

    harness.thenEntered("trip");
    assertThat(decision.contact()).isEmpty();
    assertThat(decision.faults()).hasSize(1);
  }

  @Test
  void shouldPatchTheContactByRemovingThenFillingThenOverwriting() {
    harness.givenContact(Map.of("a", 1, "b", 1, "c", 1));

    harness.when(
        event("x")
            .patching(
                new ContactPatch(Map.of("b", 2), Map.of("a", 3, "c", 3, "d", 3), List.of("a"))));

    assertThat(harness.contact().properties()).isEqualTo(Map.of("a", 3, "b", 2, "c", 1, "d", 3));
    assertThat(harness.when(event("x").setting("b", 2)).contact()).isEmpty();
  }

  @Test
  void shouldEmitOneDeeperThanTheEventThatEntered() {
    harness.givenJourney(
        trip().steps(emit("e", "tour:started", Map.of("from", "trip")), complete("done")));

    harness.when(event(GO).atDepth(3));

    Instance instance = harness.instance("trip");
    assertThat(harness.emissions())
        .containsExactly(
            new Decision.EmittedEvent(
                "ada", "tour:started", Map.of("from", "trip"), instance.id() + ":e:1", 4));
    harness.thenLog(
        "trip",
        entry(null, "e", "entered", null),
        entry("e", "done", "event_emitted", Map.of("event", "tour:started")),
        entry("e", "done", "completed", null));
  }

  @Test
  void shouldEmitOneDeeperThanTheEventThatWoke() {
    harness.givenJourney(
        trip().steps(waitFor("w", "ping", days(1)), emit("e", "pong", Map.of()), complete("done")));
    enter();

    harness.when(event("ping").atDepth(7));

    assertThat(harness.emissions()).extracting(Decision.EmittedEvent::depth).containsExactly(8);
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
        .extracting(LogEntry::from, LogEntry::to, entry -> entry.action().word(), LogEntry::detail)
        .containsExactly("b", "bad", "failed", Map.of("error", "no luck"));
  }

  @Test
  void shouldFailItsInstanceAndNothingElseWhenAStepThrows() {
    harness.givenJourney(
        trip().steps(emit("e", "x", Map.of()).then("bomb"), step(new Bomb("bomb", false, null))));
    harness.givenJourney(journey("sound").on(GO).steps(sleep("nap", days(1)), complete("done")));

    enter();

    harness.thenStands("trip", Status.FAILED, "bomb");
    harness.thenStands("sound", Status.WAITING, "nap");
    assertThat(harness.instance("trip").error()).contains("step 'bomb'", "boom");
    assertThat(harness.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.instance()).isEqualTo(harness.instance("trip").id());
              assertThat(fault.cause()).hasMessage("boom");
            });
  }

  @Test
  void shouldFailWhenAStepThrowsAtItsTimer() {
    harness.givenJourney(trip().steps(step(new Bomb("bomb", true, null))));
    enter();

    harness.after(minutes(1));

    harness.thenStands("trip", Status.FAILED, "bomb");
    assertThat(harness.summary().entriesInto("trip").countedEntries()).isZero();
  }

  @Test
  void shouldFailTheInstanceWhoseVersionIsUnknownWhenItsTimerIsDue() {
    // given
    harness.givenJourney(trip().steps(sleep("nap", days(1)), complete("done")));
    Instance instance = enter();
    harness.forgetJourneys();

    // when
    Decision decision = harness.timer(instance.id(), instance.due().orElseThrow());

    // then
    harness.thenStands("trip", Status.FAILED, "nap");
    assertThat(harness.instance("trip").error()).contains("expected the instance to move");
    assertThat(decision.faults()).hasSize(1);
    assertThat(harness.summary().entriesInto("trip").countedEntries()).isZero();
    assertThat(harness.timer(instance.id(), instance.due().orElseThrow()).isNothing()).isTrue();
  }

  @Test
  void shouldFailTheInstanceWhoseExitConditionThrows() {
    harness.givenJourney(
        trip().exitOn("bye", throwing()).steps(sleep("nap", days(1)), complete("done")));
    harness.givenJourney(
        journey("sound").on(GO).exitOn("bye").steps(sleep("nap", days(1)), complete("done")));
    enter();

    harness.when(event("bye"));

    harness.thenStands("trip", Status.FAILED, "nap");
    harness.thenStands("sound", Status.EXITED, "nap");
    assertThat(harness.faults()).hasSize(1);
  }

  @Test
  void shouldFailTheInstanceWhoseWaitConditionThrows() {
    harness.givenJourney(
        trip()
            .steps(
                send("s", "hi"),
                waitFor("w", "paid", days(1)).where(throwing()),
                complete("done")));
    enter();

    harness.when(event("paid"));

    harness.thenStands("trip", Status.FAILED, "s");
    harness.outcome(sent());
    assertThat(harness.outcomesAfterEnd()).isEqualTo(1);
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
