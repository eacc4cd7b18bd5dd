package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.DeliveryStep;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.journeys.step.Signal;
import dev.sojourn.journeys.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Outcomes of sends: those that arrive, also after the end of their instance, and overdue ones. */
final class SendOutcomes {

  private SendOutcomes() {}

  /** Resumes the instance that waits for this outcome. */
  static void received(DecisionBuilder builder, SendId send, Signal.OutcomeCame outcome) {
    Optional<Instance> instance =
        builder.instance(send.instance()).filter(found -> isOut(found, send, outcome.attempt()));
    if (instance.isPresent() && !instance.get().status().isLive()) {
      countLateOutcome(builder, instance.get(), send, outcome);
    } else if (instance.isPresent()) {
      InstanceRunner.of(builder, send.instance()).ifPresent(runner -> runner.resume(outcome));
    }
  }

  private static boolean isOut(Instance instance, SendId send, int attempt) {
    return instance.waitState() instanceof WaitState.Outcome sending
        && sending.awaitsOutcome()
        && sending.send().equals(send)
        && sending.attempt() == attempt;
  }

  /**
   * The instance ended before the outcome arrived: log and count it, but do not resume the
   * instance.
   */
  private static void countLateOutcome(
      DecisionBuilder builder, Instance instance, SendId send, Signal.OutcomeCame outcome) {
    boolean sent = outcome.result() == Signal.OutcomeCame.Result.sent;
    Optional<Step> step =
        builder
            .registry()
            .version(instance.journeyId(), instance.version())
            .flatMap(version -> version.definition().step(send.step()));
    LogAction action =
        step.filter(DeliveryStep.class::isInstance)
            .map(known -> ((DeliveryStep) known).action(sent))
            .orElse(sent ? StandardAction.EMAIL_SENT : StandardAction.SEND_FAILED);
    builder.moved(
        instance
            .withLogEntry(send.step(), null, action, Map.of("afterExit", true), builder.now())
            .settled(instance.updatedAt()));
    if (sent) {
      step.stream()
          .flatMap(Step::templates)
          .forEach(key -> EngagementRecorder.sent(builder, key, send));
    } else if (step.map(SendStep.class::isInstance).orElse(true)) {
      // There will be no retry, so any result other than sent is final.
      Instant since = instance.parkedAs(WaitState.Outcome.class).since();
      builder.summary(SendGates.released(builder.summary(), instance.journeyId(), send, since));
    }
    builder.lateOutcome();
  }

  /** Requests the send of an instance again, and finally fails it. */
  static void overdue(DecisionBuilder builder, InstanceId id, Instant listeningSince) {
    InstanceRunner.of(builder, id)
        .ifPresent(runner -> afterOverdueOutcome(runner, listeningSince, builder.now()));
  }

  private static void afterOverdueOutcome(
      InstanceRunner runner, Instant listeningSince, Instant now) {
    if (!(runner.instance().waitState() instanceof WaitState.Outcome sending)
        || !sending.awaitsOutcome()) {
      return;
    }
    Instant since = sending.since().isAfter(listeningSince) ? sending.since() : listeningSince;
    Duration silent = Duration.between(since, now);
    if (silent.compareTo(Decider.GIVEN_UP_AFTER) >= 0) {
      runner.resume(
          new Signal.OutcomeCame(
              sending.attempt(), Signal.OutcomeCame.Result.failed, "no outcome", null));
    } else if (silent.compareTo(Decider.OUTCOME_TIMEOUT) >= 0) {
      runner.resend(sending);
    }
  }
}
