package dev.sojourn.app.folder;

import java.util.List;

/** A folder cannot be published. The message has one line for each thing that is wrong. */
public final class FolderException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String[] problems;

  FolderException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems.toArray(String[]::new);
  }

  /** One line for each thing that is wrong. */
  public List<String> problems() {
    return List.of(problems);
  }
}
