package dev.sojourn.app.settings;

import java.util.List;

/** Invalid settings. The message is one line that names each key at fault. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super(String.join("; ", problems));
  }
}
