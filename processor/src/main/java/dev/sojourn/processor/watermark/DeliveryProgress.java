package dev.sojourn.processor.watermark;

/**
 * How far delivery is with what a task has asked of it. Used by the task's stream thread alone.
 * That an action waits for delivery is no reason to ask for it again.
 */
public interface DeliveryProgress {

  /**
   * Asks whether delivery is done with everything that was asked of it before some time. The answer
   * comes some time later; meanwhile a question is passed over.
   *
   * @param beforeMs epoch ms
   */
  void ask(long beforeMs);

  /** Whether an answer is still to come. One always does. */
  boolean isAsking();

  /**
   * What was answered last: true when delivery is done with all of it, and what became of that
   * stands in the log. False when it is not, or nobody knows.
   */
  boolean isDone();
}
