package dev.sojourn.app.settings;

/**
 * Secret value, which must not reach a log or console by accident.
 *
 * @param value the secret in plain text
 */
public record Secret(String value) {

  @Override
  public String toString() {
    return "(hidden)";
  }
}
