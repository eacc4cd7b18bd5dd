package dev.sojourn.app.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Definition of one setting: all that reading, checking and documenting it needs. It is created by
 * {@link SettingList.Builder#define} in the list of its feature.
 *
 * @param property its name in {@code sojourn.properties}, such as {@code http.port}
 * @param variable its name in the environment
 * @param format the values that are accepted, and their type
 * @param whenAbsent what holds when no value is given
 * @param meaning for the documentation: Markdown on one line, without a full stop
 */
public record Setting<T>(
    String property,
    String variable,
    SettingFormat<T> format,
    SettingDefault whenAbsent,
    String meaning) {

  static final String ENVIRONMENT_PREFIX = "SOJOURN_";

  private static final Pattern PROPERTY = Pattern.compile("[a-z0-9]+(\\.[a-z0-9]+)*");
  private static final Path ANY_FOLDER = Path.of("");

  /**
   * Checks the definition, defaults included, so that a mistake in it fails every start.
   *
   * @throws IllegalArgumentException when the definition contradicts itself
   */
  public Setting {
    if (!PROPERTY.matcher(property).matches()) {
      throw new IllegalArgumentException(
          "expected words of a-z and 0-9 with dots between as the name of a setting, found '%s'"
              .formatted(property));
    }
    if (meaning.isBlank() || meaning.contains("\n")) {
      throw new IllegalArgumentException(
          "expected one line that says what '%s' means, found '%s'".formatted(property, meaning));
    }
    for (String text : whenAbsent.texts().values()) {
      if (format.hidden()) {
        throw new IllegalArgumentException(
            "expected no default for the secret '%s', which would be printed".formatted(property));
      }
      format.parser().parse(text, ANY_FOLDER);
    }
  }

  /** The usual name of the environment variable: {@code SOJOURN_HTTP_PORT} for http.port. */
  static String variableOf(String property) {
    return ENVIRONMENT_PREFIX + property.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Whether there is a value under every profile. */
  boolean isAlwaysGiven() {
    for (Profile profile : Profile.values()) {
      if (!whenAbsent.texts().containsKey(profile) && !whenAbsent.required().contains(profile)) {
        return false;
      }
    }
    return true;
  }

  /** The value as it may be printed. */
  String shown(Object value) {
    @SuppressWarnings("unchecked") // values are stored under the setting that parsed them
    T typed = (T) value;
    return format.shown().apply(typed);
  }
}
