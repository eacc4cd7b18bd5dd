package dev.sojourn.delivery.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

  private Duration now = Duration.ZERO;

  private Throttle pace(int concurrency, int perSecond) {
    return new Throttle(new BulkheadSettings(concurrency, 100, perSecond), () -> now.toNanos());
  }

  @Test
  void shouldExpectWhatThoseBeforeTake() {
    // given
    Throttle pace = pace(10, 0);
    for (int i = 0; i < 200; i++) {
      pace.took(Duration.ofSeconds(1).toNanos());
    }

    // when
    Duration wait = pace.expectedWait(50);

    // then
    assertThat(wait).isCloseTo(Duration.ofSeconds(5), Duration.ofMillis(10));
  }

  @Test
  void shouldSpreadCallsEvenlyUnderALimit() {
    // given
    Throttle pace = pace(10, 4);

    // then
    assertThat(pace.reserve()).isZero();
    assertThat(pace.reserve()).isEqualTo(Duration.ofMillis(250));
    assertThat(pace.reserve()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void shouldUseAgainAPlaceThatWasGivenBack() {
    // given
    Throttle pace = pace(10, 4);
    pace.reserve();
    pace.reserve();

    // when
    pace.giveBack();

    // then
    assertThat(pace.reserve()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void shouldWaitForNobodyWithoutALimit() {
    // given
    Throttle pace = pace(10, 0);

    // then
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.reserve()).isZero();
    }
  }

  @Test
  void shouldLetThoseWhoAreSentAwayComeAgainAtItsPace() {
    // given
    Throttle pace = pace(10, 5);

    // then
    assertThat(pace.comeAgainAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.comeAgainAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(1_200));
    assertThat(pace.comeAgainAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(1_400));
  }

  @Test
  void shouldSendNobodyAwayForLongOnAnEstimate() {
    // given
    Throttle pace = pace(1, 1);

    // when
    Duration last = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      last = pace.comeAgainAfter(Duration.ofSeconds(1));
    }

    // then
    assertThat(last).isEqualTo(Duration.ofHours(1));
  }
}
