package dev.sojourn.app.broker;

/**
 * Failed start of the embedded broker. The message is one line that names the port or the folder;
 * the cause, if any, is for the log.
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
