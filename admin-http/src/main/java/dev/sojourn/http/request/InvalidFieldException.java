package dev.sojourn.http.request;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by the constructor of a request record for a value that it refuses; {@link BodyBinding}
 * answers it with 400 and the path of the field.
 */
public final class InvalidFieldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String field;

  private InvalidFieldException(@Nullable String field, String text) {
    // No stack trace: it is the caller's error, and a flood of bad requests must stay cheap.
    super(text, null, false, false);
    this.field = field;
  }

  /**
   * A field with an invalid value.
   *
   * @param text such as {@code expected a time not after 'to'}
   */
  public static InvalidFieldException of(String field, String text) {
    return new InvalidFieldException(field, text);
  }

  /** A value that is invalid as a whole, such as fields that do not go together. */
  public static InvalidFieldException ofWhole(String text) {
    return new InvalidFieldException(null, text);
  }

  /** The field, null for the value as a whole. */
  @Nullable String field() {
    return field;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
