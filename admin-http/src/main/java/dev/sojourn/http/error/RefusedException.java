package dev.sojourn.http.error;

/** Request that is refused. Status and text reach the caller unchanged. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates a refusal.
   *
   * @param status 400 to 499
   * @param text for the caller; names the invalid field or parameter
   */
  public RefusedException(int status, String text) {
    // No stack trace: it is the caller's error, and a flood of bad requests must stay cheap.
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
