package dev.sojourn.benchmarks.scenario;

/** Benchmark scenario. */
public interface Scenario {

  /** Its name on the command line, and the prefix of its figures. */
  String name();

  /**
   * Measures and adds figures to the findings of the run.
   *
   * @throws Exception when the figures would be meaningless
   */
  void run(Run run) throws Exception;
}
