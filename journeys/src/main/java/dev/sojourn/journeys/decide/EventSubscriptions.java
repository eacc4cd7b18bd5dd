package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.EventWait;
import dev.sojourn.journeys.step.Step;
import java.util.List;
import java.util.Optional;

/**
 * Events that an instance is subscribed to. A wait that is certain to follow the current step is
 * subscribed as soon as the instance waits at that step, so that no event in between is missed.
 */
final class EventSubscriptions {

  private EventSubscriptions() {}

  static List<String> eventsOf(Instance instance, Registry registry) {
    if (instance.waitState() instanceof WaitState.Event awaiting) {
      return List.of(awaiting.event());
    }
    return waitAfter(instance, registry).map(step -> List.of(step.event())).orElse(List.of());
  }

  /** The event wait that is certain to follow the step at which the instance waits. */
  static Optional<EventWait> waitAfter(Instance instance, Registry registry) {
    Optional<JourneyDefinition> definition =
        registry.version(instance.journeyId(), instance.version()).map(JourneyVersion::definition);
    return definition
        .flatMap(steps -> steps.step(instance.node()))
        .filter(Step::waits)
        .flatMap(step -> follow(definition.get(), step));
  }

  private static Optional<EventWait> follow(JourneyDefinition definition, Step from) {
    Optional<Step> step = next(definition, from);
    for (int hops = 0; hops < definition.steps().size() && step.isPresent(); hops++) {
      if (step.get() instanceof EventWait catching) {
        return Optional.of(catching);
      }
      step = step.get().waits() ? Optional.empty() : next(definition, step.get());
    }
    return Optional.empty();
  }

  private static Optional<Step> next(JourneyDefinition definition, Step from) {
    return from.onlySuccessor().flatMap(definition::step);
  }
}
