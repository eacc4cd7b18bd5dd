package dev.sojourn.journeys.person;

/**
 * A person's state cannot be read because a store failed. No decision may be based on it: the
 * exception passes through every decision and stops the caller.
 */
public final class PersonUnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PersonUnreadableException(Throwable cause) {
    super("expected to read a person, found a store that fails", cause);
  }
}
