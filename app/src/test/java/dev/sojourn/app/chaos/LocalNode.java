package dev.sojourn.app.chaos;

import dev.sojourn.app.folder.FolderWatcher;
import dev.sojourn.app.node.Node;
import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.StandardComponents;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsReader;
import dev.sojourn.topics.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node in the test's own JVM, to be stopped in good order and started again. */
final class LocalNode implements AutoCloseable {

  static final String KEY = "a-key-for-tests";
  static final String LINK_SECRET = "a-link-secret-for-tests";
  static final String WEBHOOK_SECRET = "a-webhook-secret-for-tests";
  static final int PARTITIONS = 4;

  /** What has to be said before anything is read. */
  private static final Map<String, String> GIVEN =
      Map.of(
          "SOJOURN_KAFKA_BOOTSTRAP_SERVERS",
          "none:1",
          "ADMIN_API_KEY",
          KEY,
          "SOJOURN_LINK_SECRET",
          LINK_SECRET,
          "SOJOURN_WEBHOOK_SECRET",
          WEBHOOK_SECRET);

  private final Node node;
  private final CopyOnWriteArrayList<String> deaths;

  private LocalNode(Node node, CopyOnWriteArrayList<String> deaths) {
    this.node = node;
    this.deaths = deaths;
  }

  /** Starts one and waits until it processes and its journeys are published. */
  static LocalNode start(Profile profile, String bootstrapServers, Path stateDir, Path journeys)
      throws Exception {
    Settings settings =
        new Settings(
            new Settings.Kafka(
                new Topics("sojourn"),
                PARTITIONS,
                (short) 1,
                Duration.ofDays(90),
                Map.of(Settings.Kafka.BOOTSTRAP_SERVERS, bootstrapServers)),
            new Settings.Http("127.0.0.1", 0, "127.0.0.1", null, 0),
            stateDir,
            384L * 1024 * 1024,
            journeys,
            null,
            new Secret(KEY),
            null,
            SettingsReader.read(profile, stateDir, GIVEN, List.of()).delivery());
    CopyOnWriteArrayList<String> deaths = new CopyOnWriteArrayList<>();
    Node node =
        Node.start(
            NodeSettings.of(profile, settings),
            new StandardComponents(),
            FolderWatcher.read(journeys),
            deaths::add,
            line -> {});
    LocalNode local = new LocalNode(node, deaths);
    try {
      node.awaitReady(NodeProcess.PATIENCE);
      return local;
    } catch (Exception e) {
      local.close();
      throw e;
    }
  }

  Operator operator() {
    return new Operator(URI.create("http://127.0.0.1:" + node.port()), KEY);
  }

  @Override
  public void close() {
    node.close();
    if (!deaths.isEmpty()) {
      throw new AssertionError("expected a node that lives until it is closed, found " + deaths);
    }
  }
}
