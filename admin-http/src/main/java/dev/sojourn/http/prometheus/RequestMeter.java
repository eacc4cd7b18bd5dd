package dev.sojourn.http.prometheus;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Request duration histogram by route. Never by path: paths contain user ids, and their number is
 * unbounded.
 */
public final class RequestMeter {

  private static final String NO_ROUTE = "none";
  private static final double SECOND_MS = 1_000;

  private final Histogram durations;

  RequestMeter(PrometheusRegistry registry) {
    this.durations =
        Histogram.builder()
            .name("sojourn_http_request_duration_seconds")
            .help("Time to answer a request.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .register(registry);
  }

  /** Records a completed request. */
  public void answered(Context ctx, float tookMs) {
    @Nullable Endpoint route = ctx.endpoints().lastHttpEndpoint();
    String status = ctx.statusCode() / 100 + "xx";
    // A caller can invent methods as well, so the label is the route's method.
    durations
        .labelValues(
            route == null ? NO_ROUTE : route.method.name(),
            route == null ? NO_ROUTE : route.path,
            status)
        .observe(tookMs / SECOND_MS);
  }
}
