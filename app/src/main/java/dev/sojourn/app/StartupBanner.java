package dev.sojourn.app;

import java.util.List;
import java.util.Set;

/** What a node says when it can be used. The last line is read by scripts: do not change it. */
final class StartupBanner {

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  private StartupBanner() {}

  /** Where people on this machine reach it. */
  static String url(String host, int port) {
    String reachable = EVERYWHERE.contains(host) ? "127.0.0.1" : host;
    boolean bare = reachable.contains(":") && !reachable.startsWith("[");
    return "http://%s:%d".formatted(bare ? "[" + reachable + "]" : reachable, port);
  }

  /**
   * The lines.
   *
   * @param adminKey what to show of it
   * @param keyInShell what stands for the key in a shell
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
