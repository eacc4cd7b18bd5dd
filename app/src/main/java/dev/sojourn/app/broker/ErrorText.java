package dev.sojourn.app.broker;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Error text for users: formats an exception of Kafka or the JDK as one line without a trace. */
public final class ErrorText {

  private ErrorText() {}

  /** The failed operation, if Kafka described it, and the root cause. */
  public static String of(Throwable thrown) {
    Throwable outer = thrown;
    // A wrapper without a message of its own repeats its cause's.
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
    // For these three the JDK's message is only the path.
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
