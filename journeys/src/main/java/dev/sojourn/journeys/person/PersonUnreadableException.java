package dev.sojourn.journeys.person;

/**
 * What is known of a person cannot be read, because a store fails. Nothing may be decided on it:
 * this goes through every decision and stops whoever asked for it.
 */
public final class PersonUnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PersonUnreadableException(Throwable cause) {
    super("expected to read a person, found a store that fails", cause);
  }
}
