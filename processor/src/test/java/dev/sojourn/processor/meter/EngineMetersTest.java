package dev.sojourn.processor.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineMetersTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final EngineMeters meters = new EngineMeters(registry);

  @Test
  void shouldCountALatenessInEachBucketThatHasRoomForIt() {
    // when
    List.of(-5L, 50L, 51L, 3_600_000L, 3_600_001L).forEach(meters::fired);

    // then
    HistogramSnapshot lateness =
        registry.get("sojourn_timer_lateness_seconds").timer().takeSnapshot();
    assertThat(lateness.histogramCounts())
        .extracting(bucket -> bucket.bucket(TimeUnit.SECONDS), bucket -> bucket.count())
        .containsExactly(
            tuple(0.05, 2.0),
            tuple(0.1, 3.0),
            tuple(0.25, 3.0),
            tuple(0.5, 3.0),
            tuple(1.0, 3.0),
            tuple(2.5, 3.0),
            tuple(5.0, 3.0),
            tuple(10.0, 3.0),
            tuple(30.0, 3.0),
            tuple(60.0, 3.0),
            tuple(300.0, 3.0),
            tuple(3_600.0, 4.0));
    assertThat(lateness.count()).isEqualTo(5);
    assertThat(lateness.total(TimeUnit.SECONDS)).isEqualTo(7_200.102);
  }

  @Test
  void shouldStopTellingApartWhatWouldFillTheMemory() {
    // when
    IntStream.range(0, LabelledCounter.MOST + 7)
        .forEach(i -> meters.deadLetter("ingest", "reason-" + i));
    meters.deadLetter("ingest", "reason-1");

    // then
    assertThat(registry.get("sojourn_dead_letters").counters()).hasSize(LabelledCounter.MOST + 1);
    assertThat(letters("other", "other")).isEqualTo(7);
    assertThat(letters("ingest", "reason-1")).isEqualTo(2);
  }

  private double letters(String source, String reason) {
    return registry
        .get("sojourn_dead_letters")
        .tags("source", source, "reason", reason)
        .counter()
        .count();
  }

  @Test
  void shouldShowEveryResultOfAnEventBeforeThereIsAny() {
    assertThat(registry.get("sojourn_events").counters())
        .extracting(counter -> counter.getId().getTag("result"), Counter::count)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EngineMeters.Taken.values())
                .map(what -> tuple(what.json(), 0.0))
                .toList());
  }
}
