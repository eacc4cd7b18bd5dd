package dev.sojourn.http.error;

/** A request is refused. Its status and its text go to the caller as they are. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param status 400 to 499
   * @param text for the caller; names the field or parameter that is wrong
   */
  public RefusedException(int status, String text) {
    // No stack trace: the caller is at fault, and a flood of bad requests must stay cheap.
    super(text, null, false, false);
    this.status = status;
  }

  public static RefusedException invalid(String text) {
    return new RefusedException(400, text);
  }

  public static RefusedException notFound(String text) {
    return new RefusedException(404, text);
  }

  public static RefusedException tooLarge(String text) {
    return new RefusedException(413, text);
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
