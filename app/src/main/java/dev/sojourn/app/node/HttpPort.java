package dev.sojourn.app.node;

import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Checks the HTTP port before anything starts: a port in use is the most frequent cause of a failed
 * start, and it should show before the broker starts.
 */
public final class HttpPort {

  private HttpPort() {}

  /**
   * The settings with a port that was free a moment ago; 0 is replaced by a free port, because the
   * other nodes are told the port before HTTP opens it.
   *
   * @throws StartException when the port cannot be opened
   */
  public static Settings free(Settings settings) throws StartException {
    String host = settings.get(ApiSettings.HTTP_HOST);
    int port = settings.get(ApiSettings.HTTP_PORT);
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new StartException("cannot find the address of http.host '%s'".formatted(host));
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As Jetty does; without it a port counts as taken for a minute after a restart.
      socket.setReuseAddress(true);
      socket.bind(address);
      return settings.with(ApiSettings.HTTP_PORT, socket.getLocalPort());
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on port %d of %s: %s".formatted(port, host, e.getMessage()), e);
    }
  }
}
