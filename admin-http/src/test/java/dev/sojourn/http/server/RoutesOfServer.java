package dev.sojourn.http.server;

import dev.sojourn.http.FakePreview;
import dev.sojourn.http.TestCluster;
import dev.sojourn.http.TestLog;
import dev.sojourn.http.TestLogReader;
import dev.sojourn.http.TestNode;
import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.route.Route;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The routes of a server under {@code dev}, which has all of them. */
final class RoutesOfServer {

  private RoutesOfServer() {}

  /** Those that are part of the API. */
  static List<Route> all() {
    try (TestCluster cluster = new TestCluster();
        HttpServer server = start(cluster)) {
      return server.routes().stream()
          .filter(route -> !route.path().equals(RemoteQueries.PATH))
          .toList();
    }
  }

  private static HttpServer start(TestCluster cluster) {
    TestLog log = new TestLog(cluster);
    TestLogReader reader = new TestLogReader(cluster);
    return HttpServer.start(
        new HttpSettings("127.0.0.1", 0, "key", null, true, 0, InstantSource.fixed(Instant.EPOCH)),
        new TestNode(cluster),
        cluster.meterRegistry(),
        log,
        log,
        reader,
        reader,
        new FakePreview(),
        () -> true);
  }
}
