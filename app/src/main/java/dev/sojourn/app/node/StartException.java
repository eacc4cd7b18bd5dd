package dev.sojourn.app.node;

/** A start failed for a reason that its operator can mend. The message is for them. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
