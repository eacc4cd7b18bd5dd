package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessTime.days;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.emit;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.sleep;
import static dev.sojourn.journeys.dsl.Journeys.step;
import static dev.sojourn.journeys.dsl.Journeys.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepContext;
import dev.sojourn.journeys.step.StepResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Steps and conditions that throw. */
class FaultTest {

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
}
