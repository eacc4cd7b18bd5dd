package dev.sojourn.app.folder;

/** Error in one source file. */
final class SourceException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String problem;

  SourceException(String problem) {
    super(problem);
    this.problem = problem;
  }

  SourceException(int line, String path, String message) {
    this(
        path.isEmpty()
            ? "line %d: %s".formatted(line, message)
            : "line %d, %s: %s".formatted(line, path, message));
  }

  String problem() {
    return problem;
  }
}
