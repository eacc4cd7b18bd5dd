package dev.sojourn.app.folder;

import java.util.List;

/** Error in a folder that cannot be published. The message has one line per problem. */
public final class FolderException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String[] problems;

  FolderException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems.toArray(String[]::new);
  }

  /** One line per problem. */
  public List<String> problems() {
    return List.of(problems);
  }
}
