package dev.sojourn.app;

import dev.sojourn.app.broker.BrokerStartException;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.broker.ErrorText;
import dev.sojourn.app.folder.FolderException;
import dev.sojourn.app.folder.FolderWatcher;
import dev.sojourn.app.node.CloseableStack;
import dev.sojourn.app.node.DirectoryLock;
import dev.sojourn.app.node.HttpPort;
import dev.sojourn.app.node.Node;
import dev.sojourn.app.node.NodeComponents;
import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.Shutdown;
import dev.sojourn.app.node.StartException;
import dev.sojourn.app.settings.AdminKey;
import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsException;
import dev.sojourn.app.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sojourn dev}: runs everything in this process, with an embedded broker. */
@Command(
    name = "dev",
    description =
        "Runs everything in one process, with its own Kafka; no email leaves the machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class DevCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(DevCommand.class);
  private static final String EXAMPLES = "examples/journeys";

  /** Generous for a laptop; a longer start means that something is wrong. */
  private static final Duration LONGEST_START = Duration.ofSeconds(90);

  private final Main.LaunchEnvironment environment;
  private final NodeComponents parts;
  private final CloseableStack started = new CloseableStack();
  private boolean logged;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Mixin private final NodeOptions node = new NodeOptions();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the embedded Kafka, ${DEFAULT-VALUE} by default; 0 picks a free one.")
  private int kafkaPort;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = ".sojourn",
      description = "Folder for all data, ${DEFAULT-VALUE} by default.")
  private Path dataDir = Path.of(".sojourn");

  DevCommand(Main.LaunchEnvironment environment, NodeComponents parts) {
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
      if (logged) {
        log.info("Start failed", e);
      }
      started.close();
      throw e;
    }
  }

  private void start(Console console, Shutdown shutdown)
      throws SettingsException,
          StartException,
          FolderException,
          BrokerStartException,
          InterruptedException {
    Path data = environment.workingDir().resolve(dataDir).normalize();
    Settings settings = settings(data);
    started.add("data folder", DirectoryLock.take(data, "data folder"));
    started.add("log file", DevLog.into(data));
    logged = true;
    if (!settings.kafka().clients().isEmpty()) {
      console.complain("dev has its own Kafka, the settings kafka.* are not used");
    }
    // Cheap checks come first, so that mistakes show before the slow start of the broker.
    Settings listening = HttpPort.free(settings);
    Path journeys = settings.find(LocalSettings.JOURNEYS_DIR).orElse(null);
    FolderWatcher folder = journeys == null ? null : FolderWatcher.read(journeys);
    Secret key = adminKey(data, settings);
    long began = System.nanoTime();
    console.say("starting Kafka, its data is in " + data.resolve("kafka"));
    EmbeddedBroker broker =
        started.add(
            "broker",
            EmbeddedBroker.start(
                data.resolve("kafka"),
                kafkaPort,
                // Closing components that depend on a failed broker would hang.
                fault -> Shutdown.halt("Kafka has failed: " + fault.reason(), console.err())));
    Settings complete =
        listening.with(ApiSettings.ADMIN_API_KEY, key).withCluster(broker.bootstrapServers());
    Node node =
        started.add(
            "node",
            Node.start(
                NodeSettings.of(Profile.DEV, complete),
                parts,
                folder,
                shutdown::endBecause,
                console::say));
    node.awaitReady(LONGEST_START);
    console.say("started in %.1f s".formatted((System.nanoTime() - began) / 1e9));
    String url = StartupBanner.url(settings.get(ApiSettings.HTTP_HOST), node.port());
    greeting(url, broker, data, settings, key).forEach(console::say);
  }

  private Settings settings(Path data) throws SettingsException {
    List<SettingsReader.Option> options = new ArrayList<>();
    common.addTo(options);
    node.addTo(options);
    options.add(
        new SettingsReader.Option(
            LocalSettings.STATE_DIR, data.resolve("state").toString(), "--data-dir"));
    Settings settings =
        SettingsReader.read(
            Profile.DEV, environment.workingDir(), environment.variables(), options);
    Path examples = environment.home().resolve(EXAMPLES);
    return settings.find(LocalSettings.JOURNEYS_DIR).isEmpty() && Files.isDirectory(examples)
        ? settings.with(LocalSettings.JOURNEYS_DIR, examples)
        : settings;
  }

  private static Secret adminKey(Path data, Settings settings) throws StartException {
    Optional<Secret> given = settings.find(ApiSettings.ADMIN_API_KEY);
    try {
      return given.isPresent() ? given.get() : AdminKey.keptIn(data);
    } catch (IOException e) {
      throw new StartException("cannot keep the admin key: " + ErrorText.of(e), e);
    }
  }

  /** Shows the generated key, which is valid only here, but never a configured one. */
  private static List<String> greeting(
      String url, EmbeddedBroker broker, Path data, Settings settings, Secret key) {
    Path file = AdminKey.file(data);
    return settings.find(ApiSettings.ADMIN_API_KEY).isEmpty()
        ? StartupBanner.of(
            url,
            broker.bootstrapServers(),
            "%s (kept in %s)".formatted(key.value(), file),
            "$(cat '%s')".formatted(file))
        : StartupBanner.of(
            url,
            broker.bootstrapServers(),
            "the one of " + ApiSettings.ADMIN_API_KEY.variable(),
            "$" + ApiSettings.ADMIN_API_KEY.variable());
  }
}
