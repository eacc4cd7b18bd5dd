package dev.sojourn.journeys.decide;

import static dev.sojourn.journeys.decide.Happening.event;
import static dev.sojourn.journeys.decide.HarnessFindings.entry;
import static dev.sojourn.journeys.decide.HarnessOutcomes.failedWith;
import static dev.sojourn.journeys.decide.HarnessOutcomes.sent;
import static dev.sojourn.journeys.decide.HarnessOutcomes.tryLater;
import static dev.sojourn.journeys.decide.HarnessTime.hours;
import static dev.sojourn.journeys.decide.HarnessTime.minutes;
import static dev.sojourn.journeys.dsl.Journeys.complete;
import static dev.sojourn.journeys.dsl.Journeys.journey;
import static dev.sojourn.journeys.dsl.Journeys.send;
import static dev.sojourn.journeys.dsl.Journeys.step;
import static dev.sojourn.journeys.dsl.Journeys.trySend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.step.StepContext;
import dev.sojourn.journeys.step.StepResult;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Outcomes that are duplicates, arrive late, or belong to another attempt. */
class LateOutcomeTest {

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

  @Test
  void shouldCountALateOutcomeOnceAndMoveNothing() {
    harness.givenJourney(trip().exitOn("bye").steps(send("s", "hi"), complete("done")));
    enter();
    harness.when(event("bye"));
    Instant ended = harness.now();
    harness.pass(minutes(1));

    harness.outcome(sent());
    assertThat(harness.outcome(sent()).isNothing()).isTrue();

    harness.thenStands("trip", Status.EXITED, "s");
    assertThat(harness.outcomesAfterEnd()).isEqualTo(1);
    assertThat(harness.instance("trip").updatedAt()).isEqualTo(ended);
    harness.thenLog(
        "trip",
        entry(null, "s", "entered", null),
        entry("s", null, "exited", Map.of("reason", "exit_event", "event", "bye")),
        entry("s", null, "email_sent", Map.of("afterExit", true)));
  }

  @Test
  void shouldCountALateOutcomeAfterACancel() {
    harness.givenJourney(trip().steps(send("s", "hi"), complete("done")));
    harness.cancel(enter().id());

    harness.outcome(failedWith("bounced"));

    assertThat(harness.outcomesAfterEnd()).isEqualTo(1);
    assertThat(harness.instance("trip").log().get(2).action())
        .isEqualTo(StandardAction.SEND_FAILED);
    harness.thenStands("trip", Status.EXITED, "s");
  }

  @Test
  void shouldIgnoreARepeatedOutcomeWhenTheSendCompletedTheJourney() {
    harness.givenJourney(trip().steps(send("s", "hi"), complete("done")));
    enter();
    harness.outcome(sent());

    assertThat(harness.outcome(sent()).isNothing()).isTrue();

    assertThat(harness.instance("trip").waitState()).isNull();
    assertThat(harness.outcomesAfterEnd()).isZero();
  }

  @Test
  void shouldIgnoreARepeatedOutcomeWhenTheSendFailedTheJourney() {
    harness.givenJourney(trip().steps(send("s", "hi"), complete("done")));
    enter();
    harness.outcome(failedWith("bounced"));

    assertThat(harness.outcome(failedWith("bounced")).isNothing()).isTrue();
  }

  @Test
  void shouldIgnoreARepeatedOutcomeWhenTheStepAfterTheSendThrew() {
    harness.givenJourney(
        trip().steps(send("s", "hi").then("bomb"), step(new Bomb("bomb", false, null))));
    enter();
    harness.outcome(sent());

    assertThat(harness.outcome(sent()).isNothing()).isTrue();
  }

  @Test
  void shouldIgnoreOutcomesOfOtherAttemptsAndSends() {
    harness.givenJourney(trip().steps(trySend("a", "one"), send("b", "two"), complete("done")));
    enter();
    Decision.Send first = harness.lastSend();
    assertThat(harness.outcome(first.id(), 2, sent()).isNothing()).isTrue();

    harness.outcome(tryLater());
    assertThat(harness.outcome(first, sent()).isNothing()).isTrue();
    harness.after(hours(1));
    assertThat(harness.outcome(first, sent()).isNothing()).isTrue();
    harness.outcome(sent());

    harness.thenSent("one", "one", "two");
    assertThat(harness.outcome(first, sent()).isNothing()).isTrue();
  }
}
