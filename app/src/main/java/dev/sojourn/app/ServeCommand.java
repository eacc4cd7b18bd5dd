package dev.sojourn.app;

import dev.sojourn.app.folder.FolderException;
import dev.sojourn.app.folder.FolderWatcher;
import dev.sojourn.app.node.CloseableStack;
import dev.sojourn.app.node.DirectoryLock;
import dev.sojourn.app.node.Node;
import dev.sojourn.app.node.NodeComponents;
import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.Shutdown;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsException;
import dev.sojourn.app.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sojourn serve}: runs one of any number of equal nodes against a Kafka cluster. */
@Command(
    name = "serve",
    description = "Runs a node against a Kafka cluster; start as many as you like.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ServeCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  private final Main.LaunchEnvironment environment;
  private final NodeComponents parts;
  private final CloseableStack started = new CloseableStack();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final NodeOptions node = new NodeOptions();

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on, all interfaces by default.")
  private @Nullable String host;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Folder for this node's state and identity, ./state by default.")
  private @Nullable String stateDir;

  ServeCommand(Main.LaunchEnvironment environment, NodeComponents parts) {
    this.environment = environment;
    this.parts = parts;
  }

  @Override
  public Integer call() throws Exception {
    Console console = new Console(spec.commandLine());
    Shutdown shutdown = Shutdown.of(started, console.err());
    try {
      start(console, shutdown);
      // Blocks until a signal ends the process.
      new CountDownLatch(1).await();
      return 0;
    } catch (Exception e) {
      started.close();
      throw e;
    }
  }

  private void start(Console console, Shutdown shutdown)
      throws SettingsException, StartException, FolderException, InterruptedException {
    Settings settings =
        SettingsReader.read(
            Profile.SERVE, environment.workingDir(), environment.variables(), options());
    started.add(
        "state folder", DirectoryLock.take(settings.get(LocalSettings.STATE_DIR), "state folder"));
    NodeSettings forNode = NodeSettings.of(Profile.SERVE, settings);
    Path journeys = settings.find(LocalSettings.JOURNEYS_DIR).orElse(null);
    FolderWatcher folder = journeys == null ? null : FolderWatcher.read(journeys);
    Node node =
        started.add("node", Node.start(forNode, parts, folder, shutdown::endBecause, log::info));
    // Not "ready": restoring may take a while, and /health/ready reports its end.
    console.say("listening " + StartupBanner.url(settings.get(ApiSettings.HTTP_HOST), node.port()));
  }

  private List<SettingsReader.Option> options() {
    List<SettingsReader.Option> options = new ArrayList<>();
    common.addTo(options);
    node.addTo(options);
    cluster.addTo(options);
    CommonOptions.add(options, ApiSettings.HTTP_HOST, host, "--host");
    CommonOptions.add(options, LocalSettings.STATE_DIR, stateDir, "--state-dir");
    return options;
  }
}
