package dev.sojourn.app;

import dev.sojourn.app.settings.ClusterSettings;
import dev.sojourn.app.settings.SettingsReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options of the commands that connect to a Kafka cluster. */
final class ClusterOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster (SOJOURN_KAFKA_BOOTSTRAP_SERVERS).")
  private @Nullable String bootstrapServers;

  /** Adds the options that were given. */
  void addTo(List<SettingsReader.Option> given) {
    CommonOptions.add(
        given, ClusterSettings.BOOTSTRAP_SERVERS, bootstrapServers, "--bootstrap-servers");
  }
}
