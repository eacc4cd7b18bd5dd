package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import java.time.Instant;
import java.util.Set;

/** All calls of the {@link Decider} that the harness makes. */
final class DeciderCalls {

  private static final String OPERATOR = "operator";

  private final Decider decider;

  DeciderCalls(RetryPolicy retries) {
    decider = new Decider(retries);
  }

  boolean concerns(PersonView person, PersonEvent event, Registry registry) {
    return decider.concerns(person.summary(), event.name(), registry);
  }

  Decision event(PersonView person, PersonEvent event, Registry registry) {
    return decider.onEvent(person, event, registry);
  }

  Decision eventAgain(
      PersonView person, PersonEvent event, Registry registry, EventPart part, Set<String> done) {
    return decider.onEventAgain(person, event, registry, part, done);
  }

  Decision replay(PersonView person, PersonEvent event, String replay, Registry registry) {
    return decider.onReplay(person, event, replay, registry);
  }

  Decision timer(PersonView person, InstanceId id, Instant due, Registry registry, Instant now) {
    return decider.onTimer(person, id, due, registry, now);
  }

  Decision outcome(
      PersonView person, SendId send, OutcomeCame outcome, Registry registry, Instant now) {
    return decider.onOutcome(person, send, outcome, registry, now);
  }

  /** An outcome is missing, though outcomes have always been consumed. */
  Decision overdue(PersonView person, InstanceId id, Registry registry, Instant now) {
    return decider.onOutcomeOverdue(person, id, Instant.EPOCH, registry, now);
  }

  Decision release(PersonView person, InstanceId id, Registry registry, Instant now) {
    return decider.onRelease(person, id, registry, now);
  }

  Decision fault(PersonView person, InstanceId id, RuntimeException cause, Instant now) {
    return decider.onFault(person, id, cause, now);
  }

  Cancellation cancel(PersonView person, InstanceId id, Registry registry, Instant now) {
    return decider.onCancel(person, id, OPERATOR, registry, now);
  }

  RetryDecision retry(PersonView person, InstanceId id, Registry registry, Instant now) {
    return decider.onRetry(person, id, OPERATOR, registry, now);
  }

  Decision preferences(PersonView person, PreferencesPatch patch, Instant now) {
    return decider.onPreferences(person, patch, now);
  }
}
