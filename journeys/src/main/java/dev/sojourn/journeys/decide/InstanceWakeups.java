package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.Signal;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Moves an instance for which something is due: its timer, or the release of its held send. It must
 * move, or it would be due for ever.
 */
final class InstanceWakeups {

  private InstanceWakeups() {}

  /** Ignored when the timer no longer belongs to the instance. */
  static void timer(DecisionBuilder builder, InstanceId id, Instant due) {
    move(
        builder,
        id,
        instance -> instance.due().filter(due::equals).isPresent(),
        runner -> resumeOrExpire(runner, due));
  }

  /** A wait state that is due at the very moment the instance expires takes precedence. */
  private static void resumeOrExpire(InstanceRunner runner, Instant due) {
    WaitState waitState = runner.instance().waitState();
    if (waitState != null && waitState.due().filter(due::equals).isPresent()) {
      runner.resume(new Signal.TimerDue());
    } else {
      runner.end(StandardAction.EXITED, Map.of("reason", "max_duration"));
    }
  }

  /** Ignored when the instance has no held send. */
  static void release(DecisionBuilder builder, InstanceId id) {
    move(
        builder,
        id,
        instance -> instance.waitState() instanceof WaitState.Held,
        runner -> runner.resume(new Signal.Released()));
  }

  private static void move(
      DecisionBuilder builder,
      InstanceId id,
      Predicate<Instance> isDue,
      Consumer<InstanceRunner> movement) {
    boolean due =
        builder.instance(id).filter(found -> found.status().isLive()).filter(isDue).isPresent();
    if (!due) {
      return;
    }
    InstanceRunner.of(builder, id).ifPresent(movement);
    if (!builder.hasMoved(id)) {
      throw new IllegalStateException(
          "expected the instance to move, since it is due; is its journey version known?");
    }
  }
}
