package dev.sojourn.http.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BoundedMetersTest {

  private static final List<Reading> READINGS =
      List.of(Reading.Numbers.one("contacts", Reading.Kind.LEVEL, "Contacts.", 1));

  @Test
  void shouldShowWhatIsReadInTime() {
    assertThat(new BoundedMeters(() -> READINGS, Duration.ofSeconds(10)).read())
        .isEqualTo(READINGS);
  }

  @Test
  void shouldLeaveOutWhatTakesTooLongAndAskNobodyElseMeanwhile() {
    // given
    CountDownLatch logIsBack = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Meters locked =
        () -> {
          asked.incrementAndGet();
          try {
            logIsBack.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return READINGS;
        };
    BoundedMeters meters = new BoundedMeters(locked, Duration.ofMillis(20));

    // when
    List<Reading> first = meters.read();
    List<Reading> second = meters.read();

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
                new BoundedMeters(
                        () -> {
                          throw new UnsupportedOperationException();
                        },
                        Duration.ofSeconds(10))
                    .read())
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(UnsupportedOperationException.class);
  }
}
