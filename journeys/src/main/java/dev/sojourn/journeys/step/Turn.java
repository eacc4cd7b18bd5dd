package dev.sojourn.journeys.step;

import dev.sojourn.journeys.instance.Park;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step makes of a visit. */
public sealed interface Turn {

  /**
   * Go on.
   *
   * @param to the next step
   * @param work what the step did, null when it did nothing that deserves a line in the log
   */
  record Move(String to, @Nullable Work work) implements Turn {}

  /**
   * Stay, until a timer, an event or an outcome.
   *
   * @param work why it stays, null when that deserves no line in the log
   */
  record Stay(Park park, @Nullable Work work) implements Turn {}

  /** The journey is over for this person. */
  record End(Ending ending, @Nullable String reason) implements Turn {}

  /** How a journey ends. */
  enum Ending {
    COMPLETED,
    EXITED,
    FAILED
  }

  /**
   * A step's work, as the log tells it.
   *
   * @param action such as {@code email_sent}
   * @param detail null when there is nothing to add
   */
  record Work(String action, @Nullable Map<String, Object> detail) {}

  static Turn move(String to) {
    return new Move(to, null);
  }

  static Turn move(String to, String action, @Nullable Map<String, Object> detail) {
    return new Move(to, new Work(action, detail));
  }

  static Turn stay(Park park) {
    return new Stay(park, null);
  }

  static Turn stay(Park park, String action, Map<String, Object> detail) {
    return new Stay(park, new Work(action, detail));
  }

  static Turn completed() {
    return new End(Ending.COMPLETED, null);
  }

  static Turn exited(String reason) {
    return new End(Ending.EXITED, reason);
  }

  static Turn failed(String error) {
    return new End(Ending.FAILED, error);
  }
}
