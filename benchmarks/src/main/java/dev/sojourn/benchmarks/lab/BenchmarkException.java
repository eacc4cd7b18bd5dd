package dev.sojourn.benchmarks.lab;

/** Something was not as it has to be for a figure to mean anything. */
public final class BenchmarkException extends Exception {

  private static final long serialVersionUID = 1L;

  public BenchmarkException(String message) {
    super(message);
  }
}
