package dev.sojourn.processor.watermark;

/**
 * Progress of delivery with the actions of a task. Used only by the task's stream thread. An action
 * that is still waiting for delivery must not be requested again.
 */
public interface DeliveryProgress {

  /**
   * Asks whether delivery has completed all actions requested before some time. The answer arrives
   * later; until then, further calls are ignored.
   *
   * @param beforeMs epoch ms
   */
  void ask(long beforeMs);

  /** Whether an answer is pending. Every request is answered eventually. */
  boolean isAsking();

  /**
   * The latest answer: true when delivery has completed all those actions and their outcomes are in
   * the log; false when it has not, or when that is unknown.
   */
  boolean isDone();
}
