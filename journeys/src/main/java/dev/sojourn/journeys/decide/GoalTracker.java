package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.Goal;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.StandardAction;
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
 * Goals: opened when a person enters or is held out, counted when an event reaches them. They do
 * not affect the run of an instance.
 */
final class GoalTracker {

  private GoalTracker() {}

  /** Whether an event of this name may reach an open goal. */
  static boolean concern(PersonSummary summary, String event, Registry registry) {
    for (OpenGoal open : summary.openGoals()) {
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
   * @param instance the enrolment; null for a person in the holdout
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
    // Events between the trigger and its arrival count, however late the trigger arrived.
    Instant from = decision.isReplay() ? decision.now() : trigger.occurredAt();
    Map<String, Object> kept = EntryEvaluator.named(trigger, goal.triggerProperties());
    decision.summary(
        decision
            .summary()
            .with(
                new OpenGoal(
                    version.journeyId(),
                    version.number(),
                    instance,
                    from,
                    decision.now().plus(goal.window().duration()),
                    Limits.sizeOf(kept) > Limits.CONTEXT ? Map.of() : kept)));
  }

  /** Counts each goal that an event reaches once, except goals that the same event opened. */
  static void reach(DecisionBuilder decision, PersonEvent event) {
    for (OpenGoal open : List.copyOf(decision.summary().openGoals())) {
      Optional<Goal> goal =
          goalOf(open, decision.registry())
              .filter(known -> known.event().equals(event.name()))
              .filter(known -> open.covers(event.occurredAt()))
              .filter(known -> !isOwn(decision, open, event))
              .filter(known -> holds(decision, open, known, event));
      if (goal.isPresent()) {
        decision.summary(decision.summary().without(open));
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

  /** Adds a log entry only: step, status and timestamps stay as they are. */
  private static Instance told(Instance instance, PersonEvent event, Instant now) {
    String at = instance.status().isLive() ? instance.node() : null;
    Map<String, Object> detail = Map.of("event", event.name());
    return instance.withLog(
        instance.withLogEntry(at, at, StandardAction.GOAL_REACHED, detail, now).log());
  }
}
