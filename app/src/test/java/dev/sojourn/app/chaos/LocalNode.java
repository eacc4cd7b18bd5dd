package dev.sojourn.app.chaos;

import dev.sojourn.app.folder.FolderWatcher;
import dev.sojourn.app.node.Node;
import dev.sojourn.app.node.NodeSettings;
import dev.sojourn.app.node.StandardComponents;
import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.ClusterSettings;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.app.settings.SettingsReader;
import java.net.URI;
import java.nio.file.Path;
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
        SettingsReader.read(profile, stateDir, GIVEN, List.of())
            .withCluster(bootstrapServers)
            .with(ClusterSettings.PARTITIONS, PARTITIONS)
            .with(ClusterSettings.REPLICATION_FACTOR, 1)
            .with(ApiSettings.HTTP_HOST, "127.0.0.1")
            .with(ApiSettings.HTTP_PORT, 0)
            .with(ApiSettings.ADMIN_RATE_LIMIT, 0)
            .with(LocalSettings.STATE_DIR, stateDir)
            .with(LocalSettings.JOURNEYS_DIR, journeys);
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
