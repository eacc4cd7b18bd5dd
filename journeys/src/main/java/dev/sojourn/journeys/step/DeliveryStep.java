package dev.sojourn.journeys.step;

/** Step that requests something from delivery and waits for the outcome. */
public interface DeliveryStep extends Step {

  /**
   * Requests the pending attempt again, if that is still possible. The instance does not change.
   */
  void resend(StepContext visit, int attempt);

  /** The log action for success or failure. */
  String action(boolean done);
}
