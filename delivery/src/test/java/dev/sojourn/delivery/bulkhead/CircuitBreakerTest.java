package dev.sojourn.delivery.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

  private static final int IN_A_ROW = 20;

  private Duration now = Duration.ZERO;
  private final CircuitBreaker breaker = new CircuitBreaker(() -> now.toNanos());

  @Test
  void shouldLetCallsThroughWhenOnlySomeFail() {
    // when
    for (int i = 0; i < 100; i++) {
      breaker.enter();
      if (i % 3 == 0) {
        breaker.succeeded();
      } else {
        breaker.failed("busy", null);
      }
    }

    // then
    assertThat(breaker.enter()).isZero();
  }

  @Test
  void shouldOpenWhenManyFailInARowAndSayWhyAndForHowLong() {
    // when
    fail(IN_A_ROW);

    // then
    assertThat(breaker.enter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(breaker.lastError()).isEqualTo("away");
  }

  @Test
  void shouldLetOneTryAfterAPause() {
    // given
    fail(IN_A_ROW);

    // when
    now = now.plusSeconds(5);

    // then
    assertThat(breaker.enter()).isZero();
    assertThat(breaker.enter()).isPositive();
  }

  @Test
  void shouldCloseWhenTheTrySucceeds() {
    // given
    fail(IN_A_ROW);
    now = now.plusSeconds(5);
    breaker.enter();

    // when
    breaker.succeeded();

    // then
    assertThat(breaker.enter()).isZero();
    assertThat(breaker.enter()).isZero();
  }

  @Test
  void shouldPauseTwiceAsLongWhenTheTryFailsUpToAMinute() {
    // given
    fail(IN_A_ROW);

    // then
    for (int seconds : new int[] {10, 20, 40, 60, 60}) {
      now = now.plus(breaker.shut());
      breaker.enter();
      breaker.failed("away", null);
      assertThat(breaker.shut()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void shouldStayShutNoLongerWhenCallsThatWereUnderWayFailToo() {
    // given
    fail(IN_A_ROW);
    now = now.plusSeconds(1);

    // when
    fail(5);

    // then
    assertThat(breaker.shut()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void shouldStayShutAsLongAsTheProviderAsks() {
    // given
    fail(IN_A_ROW - 1);

    // when
    breaker.failed("busy", Duration.ofSeconds(42));

    // then
    assertThat(breaker.shut()).isEqualTo(Duration.ofSeconds(42));
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.enter();
      breaker.failed("away", null);
    }
  }
}
