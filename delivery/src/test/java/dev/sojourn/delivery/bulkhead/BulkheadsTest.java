package dev.sojourn.delivery.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class BulkheadsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final Bulkheads bulkheads = new Bulkheads(Map.of(), System::nanoTime, () -> true);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayEnd.countDown();
    bulkheads.close();
  }

  private BulkheadCall hangs(String server) {
    return bulkheads
        .of("webhook", server)
        .submit(
            server,
            guard ->
                guard.ask(
                    () -> {
                      try {
                        mayEnd.await();
                      } catch (InterruptedException e) {
                        return new DeliveryResult.TransientFailure("interrupted", null);
                      }
                      return new DeliveryResult.Sent();
                    }),
            DEADLINE);
  }

  private BulkheadCall answers(String server) {
    return bulkheads
        .of("webhook", server)
        .submit(server, guard -> guard.ask(DeliveryResult.Sent::new), DEADLINE);
  }

  @Test
  void shouldNotHoldUpAServerForAnotherThatIsSlow() {
    // given: more than all threads of a bulkhead
    for (int i = 0; i < 100; i++) {
      hangs("slow.example.com");
    }

    // when
    BulkheadCall elsewhere = answers("quick.example.com");

    // then
    assertThat(elsewhere.answer().join()).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldHaveServersShareALaneWhenAllLanesAreBusy() {
    // given
    for (int i = 0; i < 32; i++) {
      hangs("slow%d.example.com".formatted(i));
    }

    // when
    Bulkhead one = bulkheads.of("webhook", "one.example.com");
    Bulkhead other = bulkheads.of("webhook", "other.example.com");

    // then
    assertThat(one).isSameAs(other);
    assertThat(answers("one.example.com").answer().join()).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldCloseTheIdleLaneThatWasAskedForLongestAgo() {
    // given: the first is busy, the second was used again
    hangs("0.example.com");
    for (int i = 1; i < 32; i++) {
      bulkheads.of("webhook", i + ".example.com");
    }
    Bulkhead busy = bulkheads.of("webhook", "0.example.com");
    Bulkhead first = bulkheads.of("webhook", "1.example.com");
    Bulkhead second = bulkheads.of("webhook", "2.example.com");

    // when
    Bulkhead fresh = bulkheads.of("webhook", "fresh.example.com");

    // then
    assertThat(fresh).isNotSameAs(bulkheads.of("webhook", ""));
    assertThat(bulkheads.of("webhook", "0.example.com")).isSameAs(busy);
    assertThat(bulkheads.of("webhook", "1.example.com")).isSameAs(first);
    assertThat(bulkheads.of("webhook", "2.example.com")).isSameAs(second);
    assertThat(answers("3.example.com").answer().join()).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldHaveOneLaneForAChannelOfMessages() {
    // then
    assertThat(bulkheads.of("email", "a")).isSameAs(bulkheads.of("email", "b"));
    assertThat(bulkheads.of("fax", "")).isSameAs(bulkheads.of("telegram", ""));
  }
}
