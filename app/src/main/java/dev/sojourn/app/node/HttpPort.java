package dev.sojourn.app.node;

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
   * The address with a port that was free a moment ago; 0 is replaced by a free port, because the
   * other nodes are told the port before HTTP opens it.
   *
   * @throws StartException when the port cannot be opened
   */
  public static Settings.Http free(Settings.Http http) throws StartException {
    InetSocketAddress address = new InetSocketAddress(http.host(), http.port());
    if (address.isUnresolved()) {
      throw new StartException("cannot find the address of http.host '%s'".formatted(http.host()));
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As Jetty does; without it a port counts as taken for a minute after a restart.
      socket.setReuseAddress(true);
      socket.bind(address);
      return http.withPort(socket.getLocalPort());
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on port %d of %s: %s".formatted(http.port(), http.host(), e.getMessage()),
          e);
    }
  }
}
