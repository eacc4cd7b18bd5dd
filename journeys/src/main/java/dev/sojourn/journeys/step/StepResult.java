package dev.sojourn.journeys.step;

import dev.sojourn.journeys.instance.CustomAction;
import dev.sojourn.journeys.instance.LogAction;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Result of entering or resuming a step. */
public sealed interface StepResult {

  /**
   * Continue with the next step.
   *
   * @param to the next step
   * @param work what the step did, null when that has no log entry
   */
  record GoTo(String to, @Nullable LoggedWork work) implements StepResult {

    /**
     * @throws IllegalArgumentException when the action does not go on to another step
     */
    public GoTo {
      if (work != null && work.action().move() != LogAction.Move.GOES_ON) {
        throw new IllegalArgumentException(
            "expected an action with which an instance goes on, found '%s'"
                .formatted(work.action()));
      }
    }
  }

  /**
   * Wait for a timer, an event or an outcome.
   *
   * @param work why it waits, null when that has no log entry
   */
  record Wait(WaitState waitState, @Nullable LoggedWork work) implements StepResult {

    /**
     * @throws IllegalArgumentException when the action is neither a held send nor a word of the
     *     step's own: others are counted as what they say
     */
    public Wait {
      if (work != null
          && work.action() != StandardAction.SEND_HELD
          && !(work.action() instanceof CustomAction)) {
        throw new IllegalArgumentException(
            "expected 'send_held' or a word of the step's own for a wait, found '%s'"
                .formatted(work.action()));
      }
    }
  }

  /** End the instance. */
  record End(Ending ending, @Nullable String reason) implements StepResult {}

  /** How an instance ends. */
  enum Ending {
    COMPLETED,
    EXITED,
    FAILED
  }

  /**
   * What a step did, as the log shows it.
   *
   * @param action such as {@code email_sent}
   * @param detail null when there is none
   */
  record LoggedWork(LogAction action, @Nullable Map<String, Object> detail) {}

  static StepResult move(String to) {
    return new GoTo(to, null);
  }

  static StepResult move(String to, LogAction action, @Nullable Map<String, Object> detail) {
    return new GoTo(to, new LoggedWork(action, detail));
  }

  static StepResult stay(WaitState waitState) {
    return new Wait(waitState, null);
  }

  static StepResult stay(WaitState waitState, LogAction action, Map<String, Object> detail) {
    return new Wait(waitState, new LoggedWork(action, detail));
  }

  static StepResult completed() {
    return new End(Ending.COMPLETED, null);
  }

  static StepResult exited(String reason) {
    return new End(Ending.EXITED, reason);
  }

  static StepResult failed(String error) {
    return new End(Ending.FAILED, error);
  }
}
