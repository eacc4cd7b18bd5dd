package dev.sojourn.http.prometheus;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Request duration histogram by route. Never by path: paths contain user ids, and their number is
 * unbounded. Safe for any number of threads.
 */
public final class RequestMeter {

  static final String NAME = "sojourn_http_request_duration_seconds";

  private static final String NO_ROUTE = "none";
  private static final double MS_NANOS = 1e6;

  private static final Duration[] BOUNDS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Labels(String method, String route, String status) {}

  private final MeterRegistry registry;

  /** Held here, since the registry's own look-up sorts and hashes all labels each time. */
  private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

  RequestMeter(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Records a completed request. */
  public void answered(Context ctx, float tookMs) {
    @Nullable Endpoint route = ctx.endpoints().lastHttpEndpoint();
    // A caller can invent methods as well, so the label is the route's method.
    Labels labels =
        new Labels(
            route == null ? NO_ROUTE : route.method.name(),
            route == null ? NO_ROUTE : route.path,
            ctx.statusCode() / 100 + "xx");
    timers
        .computeIfAbsent(labels, this::register)
        .record((long) (tookMs * MS_NANOS), TimeUnit.NANOSECONDS);
  }

  private Timer register(Labels labels) {
    return Timer.builder(NAME)
        .description("Time to answer a request.")
        .tags("method", labels.method(), "route", labels.route(), "status", labels.status())
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}
