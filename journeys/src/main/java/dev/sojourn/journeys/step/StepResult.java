package dev.sojourn.journeys.step;

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
  record GoTo(String to, @Nullable LoggedWork work) implements StepResult {}

  /**
   * Wait for a timer, an event or an outcome.
   *
   * @param work why it waits, null when that has no log entry
   */
  record Wait(WaitState waitState, @Nullable LoggedWork work) implements StepResult {}

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
  record LoggedWork(String action, @Nullable Map<String, Object> detail) {}

  static StepResult move(String to) {
    return new GoTo(to, null);
  }

  static StepResult move(String to, String action, @Nullable Map<String, Object> detail) {
    return new GoTo(to, new LoggedWork(action, detail));
  }

  static StepResult stay(WaitState waitState) {
    return new Wait(waitState, null);
  }

  static StepResult stay(WaitState waitState, String action, Map<String, Object> detail) {
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
