package dev.sojourn.app.node;

import static java.util.Objects.requireNonNull;

import dev.sojourn.app.broker.ErrorText;
import dev.sojourn.app.settings.NodeIdentity;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.app.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Settings of a node, complete.
 *
 * @param profile how the process was started
 * @param settings with an admin key, a cluster and a port
 * @param nodeId stable across restarts
 */
public record NodeSettings(Profile profile, Settings settings, String nodeId) {

  public NodeSettings {
    requireNonNull(settings.adminKey(), "adminKey");
    requireNonNull(settings.kafka().bootstrapServers(), "bootstrapServers");
  }

  /**
   * Completes the settings of the node that owns this state folder.
   *
   * @param settings with an admin key and a cluster
   * @throws StartException when the port is taken, or the node id can be neither read nor stored
   */
  public static NodeSettings of(Profile profile, Settings settings) throws StartException {
    try {
      return new NodeSettings(
          profile, settings.withHttp(HttpPort.free(settings.http())), NodeIdentity.of(settings));
    } catch (IOException e) {
      throw new StartException("cannot keep the id of this node: " + ErrorText.of(e), e);
    }
  }

  public Secret adminKey() {
    return requireNonNull(settings.adminKey());
  }

  public String bootstrapServers() {
    return requireNonNull(settings.kafka().bootstrapServers());
  }

  /** Folder of the Kafka Streams stores; the node's own files are beside it. */
  public Path streamsDir() {
    return settings.stateDir().resolve("streams");
  }
}
