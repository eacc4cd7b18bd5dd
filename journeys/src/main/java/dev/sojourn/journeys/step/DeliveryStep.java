package dev.sojourn.journeys.step;

/** A step that parks until delivery has said what became of something it was asked to do. */
public interface DeliveryStep extends Step {

  /**
   * Asks for the attempt that is out once more, if it can still be made. Nothing of the instance
   * moves.
   */
  void askAgain(StepContext visit, int attempt);

  /** How the log names what was done, or that it could not be done. */
  String action(boolean done);
}
