package dev.sojourn.http.prometheus;

import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.processor.engine.Engine;
import dev.sojourn.processor.meter.Meters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prometheus endpoint: metrics of this node's engine, HTTP server and JVM. */
public final class Scrape {

  /** Far below Prometheus' default scrape timeout of ten seconds. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  /** Micrometer adds a gauge of the recent maximum to each timer; the buckets say as much. */
  private static final Set<String> MAXIMA =
      Set.of("sojourn_timer_lateness_seconds_max", RequestMeter.NAME + "_max");

  private final PrometheusMeterRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final RequestMeter requests;
  private final List<Meters> refreshed;

  /**
   * An endpoint for one engine.
   *
   * @param registry to which the engine's meters are registered
   */
  public Scrape(PrometheusMeterRegistry registry, Engine engine) {
    this.registry = registry;
    this.requests = new RequestMeter(registry);
    this.refreshed = List.of(engine.meters(), new StoreMeters(registry, engine, LONGEST_LOOK));
  }

  /** A registry for the meters of one node, with those of its JVM. */
  public static PrometheusMeterRegistry newRegistry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    JvmMetrics.builder().register(registry.getPrometheusRegistry());
    return registry;
  }

  public RequestMeter requests() {
    return requests;
  }

  /** {@code GET /metrics}: the text format, or OpenMetrics when the client accepts it. */
  public void get(ApiRequest request) {
    ExpositionFormatWriter format = format(request.header("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      format.write(body, read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    request.answer(200, format.getContentType(), body.toByteArray());
  }

  /** One at a time: a scrape that cannot read the stores removes the values of another. */
  private synchronized MetricSnapshots read() {
    refreshed.forEach(Meters::refresh);
    return registry.getPrometheusRegistry().scrape(name -> !MAXIMA.contains(name));
  }

  private ExpositionFormatWriter format(@Nullable String accept) {
    ExpositionFormatWriter open = formats.getOpenMetricsTextFormatWriter();
    return accept != null && open.accepts(accept) ? open : formats.getPrometheusTextFormatWriter();
  }
}
