package dev.sojourn.benchmarks.lab;

/** Precondition that did not hold, so that the figures would be meaningless. */
public final class BenchmarkException extends Exception {

  private static final long serialVersionUID = 1L;

  public BenchmarkException(String message) {
    super(message);
  }
}
