package dev.sojourn.app.broker;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Turns what Kafka or the JDK threw into the end of a sentence: one line, without a trace. */
public final class ErrorText {

  private ErrorText() {}

  /** What was being done, if Kafka said so, and what went wrong at the bottom of it. */
  public static String of(Throwable thrown) {
    Throwable outer = thrown;
    // A wrapper without words of its own repeats those of its cause.
    while (outer.getCause() != null && outer.getCause().toString().equals(outer.getMessage())) {
      outer = outer.getCause();
    }
    Throwable root = outer;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return outer == root ? line(root) : line(outer) + ": " + line(root);
  }

  private static String line(Throwable thrown) {
    // Of these three the JDK's message is the path alone.
    if (thrown instanceof AccessDeniedException) {
      return "permission denied on " + thrown.getMessage();
    }
    if (thrown instanceof NoSuchFileException) {
      return "there is no " + thrown.getMessage();
    }
    if (thrown instanceof FileAlreadyExistsException) {
      return thrown.getMessage() + " is in the way";
    }
    return Optional.ofNullable(thrown.getMessage())
        .flatMap(message -> message.strip().lines().findFirst())
        .orElse(thrown.getClass().getSimpleName());
  }
}
