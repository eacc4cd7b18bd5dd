package dev.sojourn.http.error;

/** Something that the answer needs cannot be reached now. The caller gets a 503 and comes again. */
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Something cannot be reached.
   *
   * @param text for the caller
   */
  public UnavailableException(String text) {
    super(text);
  }

  public UnavailableException(String text, Throwable cause) {
    super(text, cause);
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
