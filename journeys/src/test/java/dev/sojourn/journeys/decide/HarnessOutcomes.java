package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.simulate.InMemoryPerson;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What delivery reports of sends, and what it fails to report. */
interface HarnessOutcomes extends DecidedPeople {

  static OutcomeCame sent() {
    return outcomeOf(OutcomeCame.Result.sent, null, null);
  }

  static OutcomeCame failedWith(String error) {
    return outcomeOf(OutcomeCame.Result.failed, error, null);
  }

  static OutcomeCame tryLater() {
    return outcomeOf(OutcomeCame.Result.retry, "busy", null);
  }

  static OutcomeCame tryAfter(Duration asked) {
    return outcomeOf(OutcomeCame.Result.retry, "busy", asked);
  }

  static OutcomeCame unavailable() {
    return outcomeOf(OutcomeCame.Result.unavailable, "connection refused", null);
  }

  static OutcomeCame unavailableFor(Duration asked) {
    return outcomeOf(OutcomeCame.Result.unavailable, "breaker open", asked);
  }

  private static OutcomeCame outcomeOf(
      OutcomeCame.Result result, @Nullable String error, @Nullable Duration retryAfter) {
    return new OutcomeCame(1, result, error, retryAfter);
  }

  /** The outcome of the last requested send. */
  default Decision outcome(OutcomeCame outcome) {
    return outcome(harness().lastSend(), outcome);
  }

  default Decision outcome(Decision.Send send, OutcomeCame outcome) {
    return outcome(send.id(), send.attempt(), outcome);
  }

  default Decision outcome(SendId send, int attempt, OutcomeCame outcome) {
    InMemoryPerson person = personOf(send);
    fireBefore(person, now());
    OutcomeCame ofAttempt =
        new OutcomeCame(attempt, outcome.result(), outcome.error(), outcome.retryAfter());
    return apply(person, decide(person, new Stimulus.OutcomeReceived(send, ofAttempt)));
  }

  /** The overdue-send sweep checks an instance whose outcome is missing. */
  default Decision silence(InstanceId id) {
    InMemoryPerson ada = person(JourneyHarness.ADA);
    return apply(ada, decide(ada, new Stimulus.OutcomeOverdue(id, Instant.EPOCH)));
  }
}
