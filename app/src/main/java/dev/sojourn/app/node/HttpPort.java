package dev.sojourn.app.node;

import dev.sojourn.app.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Looks at the port before anything is started: a port in use is the most frequent reason of a
 * failed start, and it should not take a broker's start to find out.
 */
public final class HttpPort {

  private HttpPort() {}

  /**
   * The address with a port that was free a moment ago, chosen here when it is 0: the other nodes
   * are told the port before HTTP opens it.
   *
   * @throws StartException when nobody can listen there
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
