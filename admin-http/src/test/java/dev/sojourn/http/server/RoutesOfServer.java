package dev.sojourn.http.server;

import dev.sojourn.http.FakeEngine;
import dev.sojourn.http.FakeLog;
import dev.sojourn.http.FakePreview;
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
    FakeLog log = new FakeLog();
    FakeEngine engine = new FakeEngine();
    try (HttpServer server =
        HttpServer.start(
            new HttpSettings(
                "127.0.0.1", 0, "key", null, true, 0, InstantSource.fixed(Instant.EPOCH)),
            engine,
            engine.registryOfMeters,
            log,
            log,
            log,
            log,
            new FakePreview(),
            () -> true)) {
      return server.routes().stream()
          .filter(route -> !route.path().equals(RemoteQueries.PATH))
          .toList();
    }
  }
}
