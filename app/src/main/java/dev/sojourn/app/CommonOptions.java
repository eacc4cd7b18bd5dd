package dev.sojourn.app;

import dev.sojourn.app.settings.Key;
import dev.sojourn.app.settings.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code dev} and {@code serve} have in common on the command line. */
final class CommonOptions {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTP port, 3002 by default; 0 picks a free one.")
  @Nullable String port;

  @Option(
      names = "--journeys",
      paramLabel = "DIR",
      description = "Folder of journeys and templates to publish, and again when it changes.")
  @Nullable String journeys;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of each topic, fixed from the first start on.")
  @Nullable String partitions;

  @Option(names = "--verbose", description = "Show the stack trace of a failed start.")
  boolean verbose;

  /** Those that were given. Settings check the values, wherever they come from. */
  List<SettingsReader.Option> given() {
    List<SettingsReader.Option> given = new ArrayList<>();
    add(given, Key.HTTP_PORT, port, "--port");
    add(given, Key.JOURNEYS_DIR, journeys, "--journeys");
    add(given, Key.PARTITIONS, partitions, "--partitions");
    return given;
  }

  static void add(List<SettingsReader.Option> given, Key key, @Nullable String value, String name) {
    if (value != null) {
      given.add(new SettingsReader.Option(key, value, name));
    }
  }
}
