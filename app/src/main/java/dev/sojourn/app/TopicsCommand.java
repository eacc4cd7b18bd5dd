package dev.sojourn.app;

import dev.sojourn.app.node.ClusterTopics;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.Key;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsException;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.topics.topic.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sojourn topics}: the first step of {@code serve}, for those who deploy topics separately.
 */
@Command(
    name = "topics",
    description = "Creates missing topics and verifies the others without altering them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class TopicsCommand implements Callable<Integer> {

  private final Main.LaunchEnvironment environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "The Kafka cluster (SOJOURN_KAFKA_BOOTSTRAP_SERVERS).")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Partitions of each topic, fixed for the life of a prefix.")
  private @Nullable String partitions;

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  boolean verbose;

  TopicsCommand(Main.LaunchEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws SettingsException, StartException, InterruptedException {
    Console console = new Console(spec.commandLine());
    List<SettingsReader.Option> options = new ArrayList<>();
    CommonOptions.add(
        options, Key.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers, "--bootstrap-servers");
    CommonOptions.add(options, Key.PARTITIONS, partitions, "--partitions");
    Settings settings =
        SettingsReader.read(
            Profile.TOPICS, environment.workingDir(), environment.variables(), options);
    List<String> created = ClusterTopics.prepare(settings.kafka());
    for (TopicPlan.Spec topic : settings.kafka().plan().specs()) {
      console.say(
          "%s %s (%d partitions)"
              .formatted(
                  created.contains(topic.name()) ? "created " : "verified",
                  topic.name(),
                  topic.partitions()));
    }
    return 0;
  }
}
