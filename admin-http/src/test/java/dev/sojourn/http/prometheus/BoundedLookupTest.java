package dev.sojourn.http.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundedLookupTest {

  @Test
  void shouldFindWhatIsReadInTime() {
    assertThat(new BoundedLookup<>(() -> 7, Duration.ofSeconds(10)).find()).contains(7);
  }

  @Test
  void shouldGiveUpWhatTakesTooLongAndAskNobodyElseMeanwhile() {
    // given
    CountDownLatch logIsBack = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Callable<Integer> locked =
        () -> {
          asked.incrementAndGet();
          logIsBack.await();
          return 7;
        };
    BoundedLookup<Integer> lookup = new BoundedLookup<>(locked, Duration.ofMillis(20));

    // when
    Optional<Integer> first = lookup.find();
    Optional<Integer> second = lookup.find();

    // then
    assertThat(first).isEmpty();
    assertThat(second).isEmpty();
    assertThat(asked).hasValue(1);
    logIsBack.countDown();
  }

  @Test
  void shouldSayWhenReadingThrows() {
    assertThatThrownBy(
            () ->
                new BoundedLookup<>(
                        () -> {
                          throw new UnsupportedOperationException();
                        },
                        Duration.ofSeconds(10))
                    .find())
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(UnsupportedOperationException.class);
  }
}
