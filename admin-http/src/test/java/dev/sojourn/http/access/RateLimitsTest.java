package dev.sojourn.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RateLimits limits = new RateLimits(1_000, nanos::get);

  private int passing(String key, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      passed += limits.waitFor(key) == 0 ? 1 : 0;
    }
    return passed;
  }

  @Test
  void shouldLetASecondsWorthThroughAtOnceAndNoMore() {
    assertThat(passing("ops", 2_000)).isEqualTo(1_000);
    assertThat(limits.waitFor("ops")).isEqualTo(1);
  }

  @Test
  void shouldLetThroughWhatTimeHasBrought() {
    // given
    passing("ops", 1_000);

    // when
    nanos.addAndGet(Duration.ofMillis(10).toNanos());

    // then
    assertThat(passing("ops", 100)).isEqualTo(10);
  }

  @Test
  void shouldSaveNoMoreThanASecond() {
    // given
    passing("ops", 1_000);

    // when
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    // then
    assertThat(passing("ops", 2_000)).isEqualTo(1_000);
  }

  @Test
  void shouldCountEachKeyApart() {
    passing("ops", 1_000);

    assertThat(limits.waitFor("app")).isZero();
  }

  @Test
  void shouldNotCountAtAllWhenThereIsNoLimit() {
    RateLimits none = new RateLimits(0, nanos::get);

    for (int i = 0; i < 5_000; i++) {
      assertThat(none.waitFor("ops")).isZero();
    }
  }
}
