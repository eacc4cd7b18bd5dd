package dev.sojourn.app.settings;

/**
 * A value that must not reach a log or a console by accident.
 *
 * @param value what nobody else may know
 */
public record Secret(String value) {

  @Override
  public String toString() {
    return "(hidden)";
  }
}
