package dev.sojourn.app;

import dev.sojourn.app.settings.ClusterSettings;
import dev.sojourn.app.settings.Setting;
import dev.sojourn.app.settings.SettingsReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options of every command that needs topics. */
final class CommonOptions {

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of each topic, fixed for the life of a prefix.")
  private @Nullable String partitions;

  /** {@link Failures} asks whether it was given. */
  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  boolean verbose;

  /** Adds the options that were given. */
  void addTo(List<SettingsReader.Option> given) {
    add(given, ClusterSettings.PARTITIONS, partitions, "--partitions");
  }

  /** Adds an option if it was given. Values are validated like those of any other source. */
  static void add(
      List<SettingsReader.Option> given, Setting<?> setting, @Nullable String value, String name) {
    if (value != null) {
      given.add(new SettingsReader.Option(setting, value, name));
    }
  }
}
