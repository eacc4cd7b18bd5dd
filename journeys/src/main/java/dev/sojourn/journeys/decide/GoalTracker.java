package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.Goal;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.OpenGoal;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goals: opened when somebody enters or is held out, counted when an event reaches them. They move
 * nothing.
 */
final class GoalTracker {

  private GoalTracker() {}

  /** Whether an event of this name may reach a goal that is open. */
  static boolean concern(PersonSummary head, String event, Registry registry) {
    for (OpenGoal open : head.openGoals()) {
      if (goalOf(open, registry).filter(goal -> goal.event().equals(event)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Goal> goalOf(OpenGoal open, Registry registry) {
    return registry
        .version(open.journeyId(), open.version())
        .flatMap(version -> Optional.ofNullable(version.definition().goal()));
  }

  /**
   * Opens the goal of a version, if it has one.
   *
   * @param instance the enrolment; null for somebody who is held out
   */
  static void open(
      DecisionBuilder decision,
      JourneyVersion version,
      @Nullable InstanceId instance,
      PersonEvent trigger) {
    Goal goal = version.definition().goal();
    if (goal == null) {
      return;
    }
    // What happened between the trigger and its arrival counts, however late the trigger came.
    Instant from = decision.isReplay() ? decision.now() : trigger.occurredAt();
    Map<String, Object> kept = EntryEvaluator.named(trigger, goal.triggerProperties());
    decision.head(
        decision
            .head()
            .with(
                new OpenGoal(
                    version.journeyId(),
                    version.number(),
                    instance,
                    from,
                    decision.now().plus(goal.window().duration()),
                    Limits.sizeOf(kept) > Limits.CONTEXT ? Map.of() : kept)));
  }

  /**
   * Counts the goals that an event reaches, each of them once; never one that it has opened itself.
   */
  static void reach(DecisionBuilder decision, PersonEvent event) {
    for (OpenGoal open : List.copyOf(decision.head().openGoals())) {
      Optional<Goal> goal =
          goalOf(open, decision.registry())
              .filter(known -> known.event().equals(event.name()))
              .filter(known -> open.covers(event.occurredAt()))
              .filter(known -> !isOwn(decision, open, event))
              .filter(known -> holds(decision, open, known, event));
      if (goal.isPresent()) {
        decision.head(decision.head().without(open));
        decision.goal(new Decision.ReachedGoal(open.journeyId(), open.control()));
        Optional.ofNullable(open.instance())
            .flatMap(decision::instance)
            .ifPresent(instance -> decision.moved(told(instance, event, decision.now())));
      }
    }
  }

  private static boolean isOwn(DecisionBuilder decision, OpenGoal open, PersonEvent event) {
    return Optional.ofNullable(open.instance())
        .flatMap(decision::instance)
        .filter(instance -> instance.eventId().equals(event.id()))
        .isPresent();
  }

  private static boolean holds(
      DecisionBuilder decision, OpenGoal open, Goal goal, PersonEvent event) {
    try {
      return Condition.all(goal.conditions(), decision.facts(event.properties(), open.trigger()));
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      decision.fault(new Decision.Fault(open.journeyId(), EventPart.GOAL, e));
      return false;
    }
  }

  /** The log alone: where the instance stands, and since when, remains. */
  private static Instance told(Instance instance, PersonEvent event, Instant now) {
    String at = instance.status().isLive() ? instance.node() : null;
    Map<String, Object> detail = Map.of("event", event.name());
    return instance.withLog(instance.withLogEntry(at, at, "goal_reached", detail, now).log());
  }
}
