package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.definition.Goal;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.OpenGoal;
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
final class Goals {

  private Goals() {}

  /** Whether an event of this name may reach a goal that is open. */
  static boolean concern(Head head, String event, Registry registry) {
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
      Draft draft, JourneyVersion version, @Nullable InstanceId instance, PersonEvent trigger) {
    Goal goal = version.definition().goal();
    if (goal == null) {
      return;
    }
    // What happened between the trigger and its arrival counts, however late the trigger came.
    Instant from = draft.isReplay() ? draft.now() : trigger.occurredAt();
    Map<String, Object> kept = Admission.named(trigger, goal.triggerProperties());
    draft.head(
        draft
            .head()
            .with(
                new OpenGoal(
                    version.journeyId(),
                    version.number(),
                    instance,
                    from,
                    draft.now().plus(goal.window().duration()),
                    Limits.sizeOf(kept) > Limits.CONTEXT ? Map.of() : kept)));
  }

  /**
   * Counts the goals that an event reaches, each of them once; never one that it has opened itself.
   */
  static void reach(Draft draft, PersonEvent event) {
    for (OpenGoal open : List.copyOf(draft.head().openGoals())) {
      Optional<Goal> goal =
          goalOf(open, draft.registry())
              .filter(known -> known.event().equals(event.name()))
              .filter(known -> open.covers(event.occurredAt()))
              .filter(known -> !isOwn(draft, open, event))
              .filter(known -> holds(draft, open, known, event));
      if (goal.isPresent()) {
        draft.head(draft.head().without(open));
        draft.goal(new Decision.ReachedGoal(open.journeyId(), open.control()));
        Optional.ofNullable(open.instance())
            .flatMap(draft::instance)
            .ifPresent(instance -> draft.moved(told(instance, event, draft.now())));
      }
    }
  }

  private static boolean isOwn(Draft draft, OpenGoal open, PersonEvent event) {
    return Optional.ofNullable(open.instance())
        .flatMap(draft::instance)
        .filter(instance -> instance.eventId().equals(event.id()))
        .isPresent();
  }

  private static boolean holds(Draft draft, OpenGoal open, Goal goal, PersonEvent event) {
    try {
      return Condition.all(goal.conditions(), draft.facts(event.properties(), open.trigger()));
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      draft.fault(new Decision.Fault(open.journeyId(), Undone.GOAL, e));
      return false;
    }
  }

  /** The log alone: where the instance stands, and since when, remains. */
  private static Instance told(Instance instance, PersonEvent event, Instant now) {
    String at = instance.status().isLive() ? instance.node() : null;
    Map<String, Object> detail = Map.of("event", event.name());
    return instance.withLog(instance.logged(at, at, "goal_reached", detail, now).log());
  }
}
