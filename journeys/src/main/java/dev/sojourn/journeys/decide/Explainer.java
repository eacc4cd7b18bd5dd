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
      PersonView person, PersonEvent event, Journey journey, Registry registry) {
    JourneyVersion version = registry.current(journey).orElseThrow();
    DecisionBuilder decision =
        new DecisionBuilder(person, registry, event.receivedAt(), event, RetryPolicy.STANDARD);
    List<Answered> answers = new ArrayList<>();
    answers.add(trigger(version.definition(), event));
    EntryGuard.EntryAttempt attempt = EntryEvaluator.attempt(decision, journey, version, event);
    EntryGuard.inOrder().forEach(guard -> answers.add(answer(guard, attempt)));
    Optional<String> refusal =
        answers.stream().filter(answer -> !answer.passed()).map(Answered::guard).findFirst();
    if (refusal.isPresent()) {
      return new Explanation(refusal, answers, Optional.empty());
    }
    EntryEvaluator.evaluate(decision, journey, event);
    Decision.Entry entry = decision.finish().entries().get(0);
    return new Explanation(
        Optional.ofNullable(entry.reason()).map(RefusalReason::json),
        answers,
        Optional.ofNullable(entry.instance()).flatMap(decision::instance));
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
