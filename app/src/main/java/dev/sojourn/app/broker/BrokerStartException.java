package dev.sojourn.app.broker;

/**
 * The embedded broker did not start. The message is one line for a human that names the port or the
 * folder; the cause, where there is one, is for the log.
 */
public final class BrokerStartException extends Exception {

  private static final long serialVersionUID = 1L;

  BrokerStartException(String message) {
    super(message);
  }

  BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
