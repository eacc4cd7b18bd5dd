package dev.sojourn.app.node;

import dev.sojourn.app.broker.ErrorText;
import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.ClusterSettings;
import dev.sojourn.app.settings.LocalSettings;
import dev.sojourn.app.settings.NodeIdentity;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.app.settings.Setting;
import dev.sojourn.app.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings of a node, complete.
 *
 * @param profile how the process was started
 * @param settings with an admin key, a cluster and a port
 * @param nodeId stable across restarts
 */
public record NodeSettings(Profile profile, Settings settings, String nodeId) {

  public NodeSettings {
    for (Setting<?> needed :
        List.of(ApiSettings.ADMIN_API_KEY, ClusterSettings.BOOTSTRAP_SERVERS)) {
      if (settings.find(needed).isEmpty()) {
        throw new IllegalArgumentException(
            "expected a value for key '%s', found none".formatted(needed.property()));
      }
    }
  }

  /**
   * Completes the settings of the node that owns this state folder.
   *
   * @param settings with an admin key and a cluster
   * @throws StartException when the port is taken, or the node id can be neither read nor stored
   */
  public static NodeSettings of(Profile profile, Settings settings) throws StartException {
    try {
      return new NodeSettings(profile, HttpPort.free(settings), NodeIdentity.of(settings));
    } catch (IOException e) {
      throw new StartException("cannot keep the id of this node: " + ErrorText.of(e), e);
    }
  }

  public Secret adminKey() {
    return settings.find(ApiSettings.ADMIN_API_KEY).orElseThrow();
  }

  public String bootstrapServers() {
    return settings.find(ClusterSettings.BOOTSTRAP_SERVERS).orElseThrow();
  }

  /** Folder of the Kafka Streams stores; the node's own files are beside it. */
  public Path streamsDir() {
    return settings.get(LocalSettings.STATE_DIR).resolve("streams");
  }
}
