package dev.sojourn.processor.task;

/** An exception while a command was decided. Nothing has been written. */
public final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  public CommandFailedException(RuntimeException cause) {
    super(cause.toString(), cause);
  }
}
