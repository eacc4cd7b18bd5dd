package dev.sojourn.benchmarks.load;

/** The steps of the journeys that are measured, as the generator tells them apart. */
public final class Stages {

  /** The end of the id of a send that follows a sleep. */
  public static final String AFTER_SLEEP = "-after-sleep";

  /** The send that the trigger leads to. */
  public static final String FIRST = "first";

  /** The send that the timer leads to. */
  public static final String SECOND = "second" + AFTER_SLEEP;

  private Stages() {}
}
