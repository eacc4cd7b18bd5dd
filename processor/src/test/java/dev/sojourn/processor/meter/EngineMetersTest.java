package dev.sojourn.processor.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EngineMetersTest {

  private final EngineMeters meters = new EngineMeters();

  private Reading read(String name) {
    return meters.read().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void shouldPutALatenessIntoTheFirstBucketThatHasRoomForIt() {
    // when
    List.of(-5L, 50L, 51L, 3_600_000L, 3_600_001L).forEach(meters::fired);

    // then
    Reading.Spread lateness = (Reading.Spread) read("sojourn_timer_lateness_seconds");
    assertThat(lateness.bounds())
        .containsExactly(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0);
    assertThat(lateness.counts())
        .containsExactly(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L);
    assertThat(lateness.sum()).isEqualTo(7_200.102);
  }

  @Test
  void shouldStopTellingApartWhatWouldFillTheMemory() {
    // when
    IntStream.range(0, LabelledMeter.MOST + 7)
        .forEach(i -> meters.deadLetter("ingest", "reason-" + i));
    meters.deadLetter("ingest", "reason-1");

    // then
    Reading.Numbers letters = (Reading.Numbers) read("sojourn_dead_letters");
    assertThat(letters.values())
        .hasSize(LabelledMeter.MOST + 1)
        .containsEntry(List.of("other", "other"), 7.0)
        .containsEntry(List.of("ingest", "reason-1"), 2.0);
  }

  @Test
  void shouldShowEveryResultOfAnEventBeforeThereIsAny() {
    assertThat(((Reading.Numbers) read("sojourn_events")).values())
        .containsOnlyKeys(
            Arrays.stream(EngineMeters.Taken.values()).map(what -> List.of(what.json())).toList())
        .containsEntry(List.of("stored"), 0.0);
  }
}
