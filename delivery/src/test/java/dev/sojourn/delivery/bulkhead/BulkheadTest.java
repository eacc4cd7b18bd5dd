package dev.sojourn.delivery.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class BulkheadTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final List<Bulkhead> bulkheads = new ArrayList<>();
  private volatile boolean licensed = true;
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayEnd.countDown();
    bulkheads.forEach(Bulkhead::close);
    alarms.shutdownNow();
  }

  private Bulkhead bulkhead(int concurrency, int queue, int perSecond) {
    Bulkhead bulkhead =
        new Bulkhead(
            "email",
            new BulkheadSettings(concurrency, queue, perSecond),
            System::nanoTime,
            () -> licensed,
            alarms);
    bulkheads.add(bulkhead);
    return bulkhead;
  }

  private DeliveryResult hang(Bulkhead.Guard guard) {
    return guard.ask(
        () -> {
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            return new DeliveryResult.TransientFailure("interrupted", null);
          }
          return new DeliveryResult.Sent();
        });
  }

  private static BulkheadCall submit(Bulkhead bulkhead, Bulkhead.Work work) {
    return bulkhead.submit("", work, DEADLINE);
  }

  @Test
  void shouldMakeSoManyCallsAtOnce() {
    // given: each call waits for the other
    Bulkhead bulkhead = bulkhead(2, 10, 0);
    CyclicBarrier both = new CyclicBarrier(2);
    Bulkhead.Work meets =
        guard ->
            guard.ask(
                () -> {
                  try {
                    both.await();
                  } catch (Exception e) {
                    return new DeliveryResult.PermanentFailure(e.toString());
                  }
                  return new DeliveryResult.Sent();
                });

    // when
    BulkheadCall one = submit(bulkhead, meets);
    BulkheadCall other = submit(bulkhead, meets);

    // then
    assertThat(one.answer().join()).isEqualTo(new DeliveryResult.Sent());
    assertThat(other.answer().join()).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldSendAwayWithATimeToComeAgainWhenTooMuchWaits() throws InterruptedException {
    // given
    Bulkhead bulkhead = bulkhead(1, 2, 0);
    CountDownLatch begun = new CountDownLatch(1);
    submit(
        bulkhead,
        guard -> {
          begun.countDown();
          return hang(guard);
        });
    begun.await();
    BulkheadCall second = submit(bulkhead, this::hang);
    submit(bulkhead, this::hang);

    // when
    BulkheadCall fourth = submit(bulkhead, this::hang);

    // then
    assertThat(second.answer()).isNotDone();
    assertThat(fourth.answer().join())
        .isInstanceOfSatisfying(
            DeliveryResult.Unavailable.class,
            away -> {
              assertThat(away.error()).isEqualTo("Too much waits for email");
              assertThat(away.retryAfter()).isPositive();
            });
  }

  @Test
  void shouldTellThoseItSendsAwayToComeOneAfterTheOther() {
    // given
    Bulkhead bulkhead = bulkhead(1, 1, 10);
    submit(bulkhead, this::hang);
    List<Duration> times = new ArrayList<>();

    // when
    for (int i = 0; i < 50; i++) {
      if (submit(bulkhead, this::hang).answer().getNow(null)
          instanceof DeliveryResult.Unavailable away) {
        times.add(away.retryAfter());
      }
    }

    // then: ten a second
    assertThat(times).hasSizeGreaterThan(40).isSorted();
    assertThat(times.get(times.size() - 1)).isGreaterThan(Duration.ofSeconds(4));
  }

  @Test
  void shouldTryAgainAndInterruptWhenACallDoesNotEnd() {
    // given
    Bulkhead bulkhead = bulkhead(1, 10, 0);

    // when
    BulkheadCall hanging = bulkhead.submit("", this::hang, Duration.ofMillis(20));
    BulkheadCall next = submit(bulkhead, guard -> guard.ask(DeliveryResult.Sent::new));

    // then
    assertThat(hanging.answer().join())
        .isEqualTo(new DeliveryResult.TransientFailure("No answer within 20 ms", null));
    assertThat(next.answer().join()).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldAskNobodyWhenItIsTooLate() throws InterruptedException {
    // given: work that is slow before it comes to its provider
    Bulkhead bulkhead = bulkhead(1, 10, 0);
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);

    // when
    BulkheadCall call =
        bulkhead.submit(
            "",
            guard -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                DeliveryResult delivered =
                    guard.ask(
                        () -> {
                          asked.incrementAndGet();
                          return new DeliveryResult.Sent();
                        });
                over.countDown();
                return delivered;
              }
              return new DeliveryResult.Sent();
            },
            Duration.ofMillis(10));

    // then
    assertThat(call.answer().join()).isInstanceOf(DeliveryResult.TransientFailure.class);
    over.await();
    assertThat(asked).hasValue(0);
  }

  @Test
  void shouldAskNoMoreWhileAServerIsDownButOthers() {
    // given
    Bulkhead bulkhead = bulkhead(1, 100, 0);
    AtomicInteger asked = new AtomicInteger();
    Bulkhead.Work fails =
        guard ->
            guard.ask(
                () -> {
                  asked.incrementAndGet();
                  return new DeliveryResult.TransientFailure("503", null);
                });
    for (int i = 0; i < 20; i++) {
      bulkhead.submit("down", fails, DEADLINE).answer().join();
    }

    // when
    DeliveryResult refused = bulkhead.submit("down", fails, DEADLINE).answer().join();
    DeliveryResult elsewhere =
        bulkhead
            .submit("up", guard -> guard.ask(DeliveryResult.Sent::new), DEADLINE)
            .answer()
            .join();

    // then
    assertThat(refused)
        .isInstanceOfSatisfying(
            DeliveryResult.Unavailable.class,
            away -> assertThat(away.error()).isEqualTo("Not asked while it fails: 503"));
    assertThat(elsewhere).isEqualTo(new DeliveryResult.Sent());
    assertThat(asked).hasValue(20);
  }

  @Test
  void shouldKeepToItsRate() {
    // given
    Bulkhead bulkhead = bulkhead(8, 100, 50);
    long begun = System.nanoTime();

    // when
    List<BulkheadCall> calls = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      calls.add(submit(bulkhead, guard -> guard.ask(DeliveryResult.Sent::new)));
    }
    calls.forEach(call -> call.answer().join());

    // then: ten gaps of 20 ms
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(190));
  }

  @Test
  void shouldBeginNothingWithoutALicence() {
    // given
    Bulkhead bulkhead = bulkhead(1, 10, 0);
    AtomicInteger asked = new AtomicInteger();
    Bulkhead.Work work =
        guard ->
            guard.ask(
                () -> {
                  asked.incrementAndGet();
                  return new DeliveryResult.Sent();
                });
    licensed = false;

    // when
    BulkheadCall call = submit(bulkhead, work);

    // then: it has no answer
    assertThatThrownBy(() -> call.answer().join()).isInstanceOf(CancellationException.class);
    assertThat(asked).hasValue(0);

    // when
    licensed = true;

    // then
    assertThat(submit(bulkhead, work).answer().join()).isEqualTo(new DeliveryResult.Sent());
  }

  @Test
  void shouldTakeBackWhatHasNotBegun() throws InterruptedException {
    // given
    Bulkhead bulkhead = bulkhead(1, 10, 0);
    CountDownLatch begun = new CountDownLatch(1);
    BulkheadCall first =
        submit(
            bulkhead,
            guard -> {
              begun.countDown();
              return hang(guard);
            });
    begun.await();
    AtomicLong dropped = new AtomicLong();
    BulkheadCall second =
        submit(
            bulkhead,
            new Bulkhead.Work() {
              @Override
              public DeliveryResult perform(Bulkhead.Guard guard) {
                throw new AssertionError("expected never to be performed");
              }

              @Override
              public void dropped() {
                dropped.incrementAndGet();
              }
            });

    // then
    assertThat(bulkhead.tryCancel(first)).isFalse();
    assertThat(bulkhead.tryCancel(second)).isTrue();
    assertThat(bulkhead.tryCancel(second)).isFalse();
    assertThat(dropped).hasValue(1);
    assertThat(second.answer()).isNotDone();
  }
}
