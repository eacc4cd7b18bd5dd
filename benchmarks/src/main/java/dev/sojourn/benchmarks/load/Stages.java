package dev.sojourn.benchmarks.load;

/** Step ids of the measured journeys, by which the generator distinguishes sends. */
public final class Stages {

  /** Suffix of the id of a send after a sleep. */
  public static final String AFTER_SLEEP = "-after-sleep";

  /** The send right after the trigger. */
  public static final String FIRST = "first";

  /** The send after the timer. */
  public static final String SECOND = "second" + AFTER_SLEEP;

  private Stages() {}
}
