package dev.sojourn.app;

import dev.sojourn.app.settings.Key;
import dev.sojourn.app.settings.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options shared by {@code dev} and {@code serve}. */
final class CommonOptions {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTP port, 3002 by default; 0 picks a free one.")
  @Nullable String port;

  @Option(
      names = "--journeys",
      paramLabel = "DIR",
      description = "Folder of journeys and templates, published at start and on changes.")
  @Nullable String journeys;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of each topic, fixed at the first start.")
  @Nullable String partitions;

  @Option(names = "--verbose", description = "Show the stack trace of a failed start.")
  boolean verbose;

  /**
   * The options that were given. Values are validated with the other settings, whatever their
   * source.
   */
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
