package dev.sojourn.app;

import dev.sojourn.app.node.ClusterTopics;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsException;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.topics.topic.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  TopicsCommand(Main.LaunchEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws SettingsException, StartException, InterruptedException {
    Console console = new Console(spec.commandLine());
    List<SettingsReader.Option> options = new ArrayList<>();
    common.addTo(options);
    cluster.addTo(options);
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
