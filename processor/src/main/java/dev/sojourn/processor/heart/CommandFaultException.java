package dev.sojourn.processor.heart;

/** Deciding a command threw. Nothing has been written. */
final class CommandFaultException extends Exception {

  private static final long serialVersionUID = 1L;

  CommandFaultException(RuntimeException cause) {
    super(cause.toString(), cause);
  }
}
