package dev.sojourn.journeys.instance;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Log entry of an instance, as the operations API shows it.
 *
 * @param number from 1, in order
 * @param from the step left, null at entry
 * @param to the step entered, null when the instance did not end at a step
 */
public record LogEntry(
    int number,
    @Nullable String from,
    @Nullable String to,
    LogAction action,
    @Nullable Map<String, Object> detail,
    Instant at) {

  /**
   * How this entry moves its instance. As its action says, but for two: under a word of a step
   * type's own, from a step to the same step is staying there; and what goes on to no step is about
   * a send of an instance that had already ended.
   */
  public LogAction.Move move() {
    LogAction.Move move = action.move();
    if (move != LogAction.Move.GOES_ON) {
      return move;
    }
    boolean stays = to == null || (action instanceof CustomAction && to.equals(from));
    return stays ? LogAction.Move.STAYS : move;
  }
}
