package dev.sojourn.delivery.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ThrottleTest {

  private Duration now = Duration.ZERO;

  private Throttle throttle(int concurrency, int perSecond) {
    return new Throttle(new BulkheadSettings(concurrency, 100, perSecond), () -> now.toNanos());
  }

  @Test
  void shouldExpectWhatThoseBeforeTake() {
    // given
    Throttle throttle = throttle(10, 0);
    for (int i = 0; i < 200; i++) {
      throttle.took(Duration.ofSeconds(1).toNanos());
    }

    // when
    Duration wait = throttle.expectedWait(50);

    // then
    assertThat(wait).isCloseTo(Duration.ofSeconds(5), Duration.ofMillis(10));
  }

  @Test
  void shouldSpreadCallsEvenlyUnderALimit() {
    // given
    Throttle throttle = throttle(10, 4);

    // then
    assertThat(throttle.reserve()).isZero();
    assertThat(throttle.reserve()).isEqualTo(Duration.ofMillis(250));
    assertThat(throttle.reserve()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void shouldUseAgainAPlaceThatWasGivenBack() {
    // given
    Throttle throttle = throttle(10, 4);
    throttle.reserve();
    throttle.reserve();

    // when
    throttle.giveBack();

    // then
    assertThat(throttle.reserve()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void shouldWaitForNobodyWithoutALimit() {
    // given
    Throttle throttle = throttle(10, 0);

    // then
    for (int i = 0; i < 1_000; i++) {
      assertThat(throttle.reserve()).isZero();
    }
  }

  @Test
  void shouldLetThoseWhoAreSentAwayComeAgainAtItsPace() {
    // given
    Throttle throttle = throttle(10, 5);

    // then
    assertThat(throttle.retryAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(throttle.retryAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(1_200));
    assertThat(throttle.retryAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(1_400));
  }

  @Test
  void shouldSendNobodyAwayForLongOnAnEstimate() {
    // given
    Throttle throttle = throttle(1, 1);

    // when
    Duration last = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      last = throttle.retryAfter(Duration.ofSeconds(1));
    }

    // then
    assertThat(last).isEqualTo(Duration.ofHours(1));
  }
}
