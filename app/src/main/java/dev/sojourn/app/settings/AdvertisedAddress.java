package dev.sojourn.app.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/** Address under which other nodes reach this one, as configured or the best guess. */
public record AdvertisedAddress(String host, int port) {

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  /** The address of a node. May ask the name service for this machine's name. */
  public static AdvertisedAddress of(Settings settings) {
    return new AdvertisedAddress(
        settings
            .find(ApiSettings.ADVERTISED_HOST)
            .orElseGet(() -> reachableAs(settings.get(ApiSettings.HTTP_HOST))),
        settings
            .find(ApiSettings.ADVERTISED_PORT)
            .orElseGet(() -> settings.get(ApiSettings.HTTP_PORT)));
  }

  /**
   * The address of a node that listens on all interfaces, or its name if that is the loopback's.
   */
  private static String reachableAs(String host) {
    if (!EVERYWHERE.contains(host)) {
      return host;
    }
    try {
      InetAddress own = InetAddress.getLocalHost();
      return own.isLoopbackAddress() ? own.getHostName() : own.getHostAddress();
    } catch (UnknownHostException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }
}
