package dev.sojourn.http.prometheus;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collector that reads the meters at scrape time. */
final class MeterCollector implements MultiCollector {

  private static final Logger log = LoggerFactory.getLogger(MeterCollector.class);

  private final Meters meters;

  MeterCollector(Meters meters) {
    this.meters = meters;
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> snapshots = new ArrayList<>();
    for (Reading reading : read()) {
      if (reading instanceof Reading.Numbers numbers) {
        snapshots.add(numbers.kind() == Reading.Kind.SUM ? counter(numbers) : gauge(numbers));
      } else if (reading instanceof Reading.Spread spread) {
        snapshots.add(histogram(spread));
      }
    }
    return new MetricSnapshots(snapshots);
  }

  /** An error while reading these meters must not fail the scrape of all others. */
  private List<Reading> read() {
    try {
      return meters.read();
    } catch (RuntimeException e) {
      log.debug("some meters cannot be read", e);
      return List.of();
    }
  }

  private static MetricSnapshot counter(Reading.Numbers numbers) {
    CounterSnapshot.Builder builder =
        CounterSnapshot.builder().name(numbers.name()).help(numbers.help());
    numbers
        .values()
        .forEach(
            (values, number) ->
                builder.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of(numbers.labels(), values))
                        .value(number)
                        .build()));
    return builder.build();
  }

  private static MetricSnapshot gauge(Reading.Numbers numbers) {
    GaugeSnapshot.Builder builder =
        GaugeSnapshot.builder().name(numbers.name()).help(numbers.help());
    numbers
        .values()
        .forEach(
            (values, number) ->
                builder.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(numbers.labels(), values))
                        .value(number)
                        .build()));
    return builder.build();
  }

  private static MetricSnapshot histogram(Reading.Spread spread) {
    List<Double> bounds = new ArrayList<>(spread.bounds());
    bounds.add(Double.POSITIVE_INFINITY);
    return HistogramSnapshot.builder()
        .name(spread.name())
        .help(spread.help())
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, spread.counts()))
                .sum(spread.sum())
                .build())
        .build();
  }
}
