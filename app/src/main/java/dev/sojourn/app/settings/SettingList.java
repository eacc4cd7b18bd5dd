package dev.sojourn.app.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings of one feature, in the order in which they are documented.
 *
 * @param title heading in the documentation
 */
record SettingList(String title, List<Setting<?>> settings) {

  SettingList {
    settings = List.copyOf(settings);
  }

  static Builder titled(String title) {
    return new Builder(title);
  }

  /** Collects the settings that are defined. Not safe for several threads. */
  static final class Builder {

    private final String title;
    private final List<Setting<?>> settings = new ArrayList<>();
    private boolean built;

    private Builder(String title) {
      this.title = title;
    }

    /**
     * Defines a setting.
     *
     * @throws IllegalArgumentException when the definition contradicts itself
     * @throws IllegalStateException after {@link #build}: the setting would never be read
     */
    <T> Setting<T> define(
        String property, SettingFormat<T> format, SettingDefault whenAbsent, String meaning) {
      return define(property, Setting.variableOf(property), format, whenAbsent, meaning);
    }

    /** Like the other one, for a variable with a name of its own. */
    <T> Setting<T> define(
        String property,
        String variable,
        SettingFormat<T> format,
        SettingDefault whenAbsent,
        String meaning) {
      if (built) {
        throw new IllegalStateException(
            "expected all settings of '%s' before build(), found '%s' behind it"
                .formatted(title, property));
      }
      Setting<T> setting = new Setting<>(property, variable, format, whenAbsent, meaning);
      settings.add(setting);
      return setting;
    }

    SettingList build() {
      built = true;
      return new SettingList(title, settings);
    }
  }
}
