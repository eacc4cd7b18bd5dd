package dev.sojourn.benchmarks.scenario;

/** One question, and how it is answered. */
public interface Scenario {

  /** Its name on the command line, and the beginning of its figures' names. */
  String name();

  /**
   * Measures and notes what was found.
   *
   * @throws Exception when nothing that was found would mean anything
   */
  void run(Run run) throws Exception;
}
