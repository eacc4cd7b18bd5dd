package dev.sojourn.app;

import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.SettingsReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options of the commands that run a node. */
final class NodeOptions {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "HTTP port, 3002 by default; 0 picks a free one.")
  private @Nullable String port;

  @Option(
      names = "--journeys",
      paramLabel = "DIR",
      description = "Folder of journeys and templates, published at start and on changes.")
  private @Nullable String journeys;

  /** Adds the options that were given. */
  void addTo(List<SettingsReader.Option> given) {
    CommonOptions.add(given, ApiSettings.HTTP_PORT, port, "--port");
    CommonOptions.add(given, LocalSettings.JOURNEYS_DIR, journeys, "--journeys");
  }
}
