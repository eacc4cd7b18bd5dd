package dev.sojourn.app.folder;

import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Command without a result: whether it was applied is unknown. */
public final class UnansweredException extends Exception {

  private static final long serialVersionUID = 1L;

  UnansweredException(String what, @Nullable Throwable cause) {
    super(
        "%s was not published: %s"
            .formatted(
                what,
                cause == null || cause instanceof TimeoutException || cause.getMessage() == null
                    ? "the engine did not answer in time"
                    : cause.getMessage()),
        cause);
  }
}
