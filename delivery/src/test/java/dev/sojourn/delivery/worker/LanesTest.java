package dev.sojourn.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.provider.Delivered;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class LanesTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final Lanes lanes = new Lanes(Map.of(), System::nanoTime, () -> true);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayEnd.countDown();
    lanes.close();
  }

  private LaneCall hangs(String server) {
    return lanes
        .of("webhook", server)
        .submit(
            server,
            guard ->
                guard.ask(
                    () -> {
                      try {
                        mayEnd.await();
                      } catch (InterruptedException e) {
                        return new Delivered.TryAgain("interrupted", null);
                      }
                      return new Delivered.Sent();
                    }),
            DEADLINE);
  }

  private LaneCall answers(String server) {
    return lanes
        .of("webhook", server)
        .submit(server, guard -> guard.ask(Delivered.Sent::new), DEADLINE);
  }

  @Test
  void shouldNotHoldUpAServerForAnotherThatIsSlow() {
    // given: more than all threads of a lane
    for (int i = 0; i < 100; i++) {
      hangs("slow.example.com");
    }

    // when
    LaneCall elsewhere = answers("quick.example.com");

    // then
    assertThat(elsewhere.answer().join()).isEqualTo(new Delivered.Sent());
  }

  @Test
  void shouldHaveServersShareALaneWhenAllLanesAreBusy() {
    // given
    for (int i = 0; i < 32; i++) {
      hangs("slow%d.example.com".formatted(i));
    }

    // when
    Lane one = lanes.of("webhook", "one.example.com");
    Lane other = lanes.of("webhook", "other.example.com");

    // then
    assertThat(one).isSameAs(other);
    assertThat(answers("one.example.com").answer().join()).isEqualTo(new Delivered.Sent());
  }

  @Test
  void shouldCloseTheIdleLaneThatWasAskedForLongestAgo() {
    // given: the first is busy, the second was used again
    hangs("0.example.com");
    for (int i = 1; i < 32; i++) {
      lanes.of("webhook", i + ".example.com");
    }
    Lane busy = lanes.of("webhook", "0.example.com");
    Lane first = lanes.of("webhook", "1.example.com");
    Lane second = lanes.of("webhook", "2.example.com");

    // when
    Lane fresh = lanes.of("webhook", "fresh.example.com");

    // then
    assertThat(fresh).isNotSameAs(lanes.of("webhook", ""));
    assertThat(lanes.of("webhook", "0.example.com")).isSameAs(busy);
    assertThat(lanes.of("webhook", "1.example.com")).isSameAs(first);
    assertThat(lanes.of("webhook", "2.example.com")).isSameAs(second);
    assertThat(answers("3.example.com").answer().join()).isEqualTo(new Delivered.Sent());
  }

  @Test
  void shouldHaveOneLaneForAChannelOfMessages() {
    // then
    assertThat(lanes.of("email", "a")).isSameAs(lanes.of("email", "b"));
    assertThat(lanes.of("fax", "")).isSameAs(lanes.of("telegram", ""));
  }
}
