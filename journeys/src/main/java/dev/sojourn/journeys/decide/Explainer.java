package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.decide.Explanation.Answered;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.entry.EntryGuard;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explains the result of a hypothetical event, guard by guard. */
final class Explainer {

  /** Never recorded as a refusal: such an event does not trigger the journey. */
  private static final String NOT_TRIGGERED = "not_triggered";

  private Explainer() {}

  static Explanation explain(
      PersonView person,
      PersonEvent event,
      Journey journey,
      Knowledge knowledge,
      RetryPolicy retries) {
    Registry registry = knowledge.registry();
    JourneyVersion version = registry.current(journey).orElseThrow();
    DecisionBuilder decision =
        new DecisionBuilder(person, registry, event.receivedAt(), event, retries);
    List<Answered> answers = new ArrayList<>();
    answers.add(trigger(version.definition(), event));
    decision.onAttempt(
        attempt -> {
          if (attempt.journey().id().equals(journey.id())) {
            answers.addAll(answers(attempt));
          }
        });
    new Stimulus.EventReceived(event).decide(decision);
    Optional<Decision.Entry> entry =
        decision.finish().entries().stream()
            .filter(one -> one.journeyId().equals(journey.id()))
            .findFirst();
    if (entry.isEmpty()) {
      answers.addAll(answers(EntryEvaluator.attempt(decision, journey, version, event)));
      return new Explanation(Optional.of(NOT_TRIGGERED), answers, Optional.empty());
    }
    return new Explanation(
        Optional.ofNullable(entry.get().reason()).map(RefusalReason::json),
        answers,
        Optional.ofNullable(entry.get().instance()).flatMap(decision::instance));
  }

  private static List<Answered> answers(EntryGuard.EntryAttempt attempt) {
    return EntryGuard.inOrder().stream().map(guard -> answer(guard, attempt)).toList();
  }

  private static Answered trigger(JourneyDefinition definition, PersonEvent event) {
    String awaited = definition.trigger().event();
    return new Answered(
        NOT_TRIGGERED,
        awaited.equals(event.name()),
        Map.of("trigger", awaited, "event", event.name()));
  }

  private static Answered answer(EntryGuard guard, EntryGuard.EntryAttempt attempt) {
    try {
      return new Answered(
          guard.reason().json(), guard.passes().test(attempt), guard.explain().apply(attempt));
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      return new Answered(guard.reason().json(), false, Map.of("error", e.toString()));
    }
  }
}
