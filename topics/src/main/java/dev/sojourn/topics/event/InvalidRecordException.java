package dev.sojourn.topics.event;

/** A record cannot be parsed. It becomes a dead letter with this reason and message. */
public final class InvalidRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * Creates the exception.
   *
   * @param reason in snake case, for machines
   * @param message for people; names the field
   */
  public InvalidRecordException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
