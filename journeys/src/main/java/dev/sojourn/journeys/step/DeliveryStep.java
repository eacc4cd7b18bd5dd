package dev.sojourn.journeys.step;

import dev.sojourn.journeys.instance.LogAction;

/** Step that requests something from delivery and waits for the outcome. */
public interface DeliveryStep extends Step {

  /**
   * Requests the pending attempt again, if that is still possible. The instance does not change.
   */
  void resend(StepContext visit, int attempt);

  /** The log action for success or failure. */
  LogAction action(boolean done);
}
