package dev.sojourn.app;

import java.util.List;
import java.util.Set;

/** Startup banner of a usable node. Scripts parse the last line: do not change it. */
final class StartupBanner {

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private StartupBanner() {}

  /** The URL by which people on this machine reach the node. */
  static String url(String host, int port) {
    String reachable = EVERYWHERE.contains(host) ? "127.0.0.1" : host;
    boolean bare = reachable.contains(":") && !reachable.startsWith("[");
    return "http://%s:%d".formatted(bare ? "[" + reachable + "]" : reachable, port);
  }

  /**
   * The lines of the banner.
   *
   * @param adminKey how to show the key
   * @param keyInShell shell expression that yields the key
   */
  static List<String> of(String url, String kafka, String adminKey, String keyInShell) {
    return List.of(
        "kafka      " + kafka,
        "admin key  " + adminKey,
        "try        curl -s -H \"Authorization: Bearer %s\" %s/v1/admin/journeys"
            .formatted(keyInShell, url),
        "ready " + url);
  }
}
