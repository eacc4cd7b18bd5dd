package dev.sojourn.app.e2e;

import dev.sojourn.app.broker.EmbeddedBroker;
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
import dev.sojourn.app.settings.SettingsReader.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One prefix on a broker, with the folders of its only node: what stays when the node stops.
 *
 * @param folder where everything is kept
 */
record Installation(EmbeddedBroker broker, Path folder, Settings settings) {

  static final String ADMIN_KEY = "an-admin-key-for-tests";
  static final String WEBHOOK_SECRET = "a-webhook-secret-for-tests";
  static final int PARTITIONS = 4;

  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  /** With a secret for the webhook. */
  static Installation guarded(EmbeddedBroker broker, Path folder, String prefix) throws Exception {
    return of(
        broker,
        folder,
        prefix,
        List.of(new Option(ApiSettings.POSTHOG_WEBHOOK_SECRET, WEBHOOK_SECRET, "test")));
  }

  /** As {@code dev} is when nothing is configured. */
  static Installation open(EmbeddedBroker broker, Path folder, String prefix) throws Exception {
    return of(broker, folder, prefix, List.of());
  }

  /** With more settings. */
  static Installation of(EmbeddedBroker broker, Path folder, String prefix, List<Option> more)
      throws Exception {
    Path templates = Files.createDirectories(folder.resolve("journeys/templates/e2e"));
    template(
        templates.resolve("first.liquid"),
        "Hello {% if contact.name %}{{ contact.name }}{% endif %}",
        "");
    template(templates.resolve("second.liquid"), "Again {{ user.id }}", "");
    template(templates.resolve("news.liquid"), "News", "category: news\n");
    List<Option> options = new ArrayList<>(more);
    options.add(new Option(ClusterSettings.TOPIC_PREFIX, prefix, "test"));
    options.add(new Option(ClusterSettings.PARTITIONS, Integer.toString(PARTITIONS), "test"));
    options.add(new Option(ApiSettings.HTTP_PORT, "0", "test"));
    options.add(new Option(LocalSettings.STATE_DIR, folder.resolve("state").toString(), "test"));
    options.add(
        new Option(LocalSettings.JOURNEYS_DIR, folder.resolve("journeys").toString(), "test"));
    options.add(new Option(ApiSettings.ADMIN_API_KEY, ADMIN_KEY, "test"));
    Settings settings =
        SettingsReader.read(Profile.DEV, folder, Map.of(), options)
            .withCluster(broker.bootstrapServers());
    return new Installation(broker, folder, settings);
  }

  private static void template(Path file, String subject, String front) throws IOException {
    Files.writeString(
        file,
        """
        ---
        subject: %s
        %s---
        <p>%s <a href="{{ unsubscribe_url }}">Bye</a></p>
        """
            .formatted(subject, front, file.getFileName()));
  }

  /** A node that is ready; closing it leaves all it has done. */
  Node startNode() throws Exception {
    Node node =
        Node.start(
            NodeSettings.of(Profile.DEV, settings),
            new StandardComponents(),
            FolderWatcher.read(folder.resolve("journeys")),
            fault -> {
              throw new AssertionError(fault);
            },
            line -> {});
    try {
      node.awaitReady(LONGEST_START);
      return node;
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }
}
