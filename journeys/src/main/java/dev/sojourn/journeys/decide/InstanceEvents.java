package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.Signal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives an event to a person's instances: exits first, then those that wait for it. */
final class InstanceEvents {

  private InstanceEvents() {}

  /** Whether an active instance of the person exits on events of this name or waits for them. */
  static boolean concern(PersonSummary summary, String event, Registry registry) {
    for (ActiveInstance live : summary.live()) {
      if (live.subscribedEvents().contains(event) || exitsOn(live, event, registry)) {
        return true;
      }
    }
    return false;
  }

  private static boolean exitsOn(ActiveInstance live, String event, Registry registry) {
    return exitRules(live, registry).stream().anyMatch(rule -> rule.event().equals(event));
  }

  private static List<EventRule> exitRules(ActiveInstance live, Registry registry) {
    return registry
        .version(live.journeyId(), live.version())
        .map(version -> version.definition().exits())
        .orElse(List.of());
  }

  /** Ends the instances that exit on the event and resumes those that wait for it. */
  static void apply(DecisionBuilder builder, PersonEvent event) {
    List<ActiveInstance> live = builder.summary().live();
    Set<InstanceId> exited = new LinkedHashSet<>();
    for (ActiveInstance known : live) {
      if (exits(builder, known, event)) {
        exited.add(known.id());
      }
    }
    for (ActiveInstance known : live) {
      if (!exited.contains(known.id()) && known.subscribedEvents().contains(event.name())) {
        wake(builder, known.id(), event);
      }
    }
  }

  private static boolean exits(DecisionBuilder builder, ActiveInstance known, PersonEvent event) {
    for (EventRule rule : exitRules(known, builder.registry())) {
      if (!rule.event().equals(event.name())) {
        continue;
      }
      Optional<InstanceRunner> runner =
          InstanceRunner.of(builder, known.id()).filter(found -> !isOwn(found, event));
      if (runner.isPresent() && ends(rule, runner.get(), event)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this same event created the instance, which can be the case in a replay. */
  private static boolean isOwn(InstanceRunner runner, PersonEvent event) {
    return runner.instance().eventId().equals(event.id());
  }

  private static boolean ends(EventRule rule, InstanceRunner runner, PersonEvent event) {
    boolean holds;
    try {
      holds = Condition.all(rule.conditions(), runner.factsOf(event));
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      // It is unknown whether the exit applied. End the instance: a send after a missed exit is
      // worse.
      runner.crash("exitOn", e);
      return true;
    }
    if (holds) {
      runner.end(StandardAction.EXITED, Map.of("reason", "exit_event", "event", event.name()));
    }
    return holds;
  }

  private static void wake(DecisionBuilder builder, InstanceId id, PersonEvent event) {
    Optional<InstanceRunner> runner =
        InstanceRunner.of(builder, id).filter(found -> !isOwn(found, event));
    if (runner.isEmpty()) {
      return;
    }
    Instance instance = runner.get().instance();
    if (instance.waitState() instanceof WaitState.Event awaiting
        && awaiting.event().equals(event.name())) {
      runner.get().resume(new Signal.EventCame(event));
    } else {
      EventSubscriptions.waitAfter(instance, builder.registry())
          .filter(wait -> wait.event().equals(event.name()))
          .ifPresent(wait -> runner.get().keep(wait, event));
    }
  }
}
