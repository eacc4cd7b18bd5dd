package dev.sojourn.http.error;

/** Dependency that cannot be reached now. The caller gets a 503 and should retry. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean unwritten;

  /**
   * Creates the exception.
   *
   * @param text for the caller
   */
  public UnavailableException(String text) {
    super(text);
    this.unwritten = false;
  }

  public UnavailableException(String text, Throwable cause) {
    this(text, cause, false);
  }

  private UnavailableException(String text, Throwable cause, boolean unwritten) {
    super(text, cause);
    this.unwritten = unwritten;
  }

  /** The write to the log failed, as far as is known. */
  public static UnavailableException unwritten(Throwable cause) {
    return new UnavailableException("the log cannot be written now", cause, true);
  }

  /** Whether nothing was written, as far as is known; otherwise only the reply is missing. */
  public boolean isUnwritten() {
    return unwritten;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
