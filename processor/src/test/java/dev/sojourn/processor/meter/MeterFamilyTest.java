package dev.sojourn.processor.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterFamilyTest {

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MeterFamily lag =
      MeterFamily.gauge(registry, "lag", "Records to read.", "topic", "partition");

  private double lag(String topic, String partition) {
    return registry.get("lag").tags("topic", topic, "partition", partition).gauge().value();
  }

  @Test
  void shouldShowTheValuesThatWereSetLast() {
    // given
    lag.set(Map.of(List.of("events", "0"), 5.0, List.of("events", "1"), 7.0));

    // when
    lag.set(Map.of(List.of("events", "1"), 8.0, List.of("events", "2"), 9.0));

    // then
    assertThat(registry.get("lag").gauges()).hasSize(2);
    assertThat(lag("events", "1")).isEqualTo(8);
    assertThat(lag("events", "2")).isEqualTo(9);
  }

  @Test
  void shouldShowAValueAgainThatWasAway() {
    // given
    lag.set(Map.of(List.of("events", "0"), 5.0));
    lag.clear();
    assertThat(registry.getMeters()).isEmpty();

    // when
    lag.set(Map.of(List.of("events", "0"), 6.0));

    // then
    assertThat(lag("events", "0")).isEqualTo(6);
  }

  @Test
  void shouldCountWhatIsCountedElsewhere() {
    // given
    MeterFamily commits = MeterFamily.counter(registry, "commits", "Commits.");

    // when
    commits.set(3);
    commits.set(4);

    // then
    assertThat(registry.get("commits").functionCounter().count()).isEqualTo(4);
  }
}
