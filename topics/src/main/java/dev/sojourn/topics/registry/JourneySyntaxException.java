package dev.sojourn.topics.registry;

/** A journey cannot be parsed. */
public final class JourneySyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final int line;

  /**
   * Creates the exception.
   *
   * @param path such as {@code steps[2].duration}, empty for the whole document
   * @param line from 1
   */
  public JourneySyntaxException(String message, String path, int line) {
    super(
        path.isEmpty()
            ? "line %d: %s".formatted(line, message)
            : "line %d, %s: %s".formatted(line, path, message));
    this.path = path;
    this.line = line;
  }

  public String path() {
    return path;
  }

  public int line() {
    return line;
  }
}
