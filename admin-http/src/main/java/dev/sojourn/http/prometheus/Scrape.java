package dev.sojourn.http.prometheus;

import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.processor.engine.Engine;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Prometheus endpoint: metrics of this node's engine, HTTP server and JVM. */
public final class Scrape {

  /** Far below Prometheus' default scrape timeout of ten seconds. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final RequestMeter requests = new RequestMeter(registry);

  public Scrape(Engine engine) {
    registry.register(new MeterCollector(engine.meters()));
    registry.register(new MeterCollector(new BoundedMeters(new StoreMeters(engine), LONGEST_LOOK)));
    JvmMetrics.builder().register(registry);
  }

  public RequestMeter requests() {
    return requests;
  }

  /** {@code GET /metrics}: the text format, or OpenMetrics when the client accepts it. */
  public void get(ApiRequest request) {
    ExpositionFormatWriter format = format(request.header("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      format.write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    request.answer(200, format.getContentType(), body.toByteArray());
  }

  private ExpositionFormatWriter format(@Nullable String accept) {
    ExpositionFormatWriter open = formats.getOpenMetricsTextFormatWriter();
    return accept != null && open.accepts(accept) ? open : formats.getPrometheusTextFormatWriter();
  }
}
