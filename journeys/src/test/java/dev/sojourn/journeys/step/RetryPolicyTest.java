package dev.sojourn.journeys.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final RetryPolicy POLICY = new RetryPolicy(20, Duration.ofSeconds(5));

  private static WaitState.Outcome waiting(int send, int attempt, int deferred) {
    SendId id = new SendId(InstanceId.of(NOW.toEpochMilli(), 7, send), "mail", 1);
    return new WaitState.Outcome(id, attempt, deferred, NOW, null);
  }

  private static Duration pause(WaitState.Outcome waiting, Result result, Duration asked) {
    OutcomeCame outcome = new OutcomeCame(waiting.attempt(), result, "busy", asked);
    return Duration.between(
        NOW, POLICY.again(waiting, outcome, NOW).flatMap(WaitState::due).orElseThrow());
  }

  /** The delays of many sends at the same attempt, in ms. */
  private static LongSummaryStatistics pauses(int attempt, int deferred, Result result) {
    List<Long> all = new ArrayList<>();
    for (int send = 0; send < 1_000; send++) {
      all.add(pause(waiting(send, attempt, deferred), result, Duration.ZERO).toMillis());
    }
    return all.stream().mapToLong(Long::longValue).summaryStatistics();
  }

  @Test
  void shouldSpreadRetriesEvenlyOverAPauseThatDoublesUpToHalfAnHour() {
    for (int attempt = 1; attempt < 20; attempt++) {
      long full = Math.min(1_800_000, 5_000L << (attempt - 1));

      LongSummaryStatistics pauses = pauses(attempt, 0, Result.retry);

      assertThat(pauses.getMin()).isBetween(0L, full / 50);
      assertThat(pauses.getMax()).isBetween(full - full / 50, full);
      assertThat(pauses.getAverage()).isBetween(full * 0.45, full * 0.55);
    }
  }

  @Test
  void shouldSpreadDeferralsOverTheUpperHalfOfAPauseThatDoublesUpToTenMinutes() {
    for (int deferred = 0; deferred < 200; deferred += 3) {
      long full = Math.min(600_000, 5_000L << Math.min(deferred, 20));

      LongSummaryStatistics pauses = pauses(deferred + 1, deferred, Result.unavailable);

      assertThat(pauses.getMin()).isBetween(full / 2, full * 52 / 100);
      assertThat(pauses.getMax()).isBetween(full - full / 50, full);
    }
  }

  @Test
  void shouldCountTriesAndNotEmissionsForThePauseAfterATry() {
    // nine attempts, of which eight were deferred: the delay is that after the first real attempt
    assertThat(pauses(9, 8, Result.retry).getMax()).isLessThanOrEqualTo(5_000);
  }

  @Test
  void shouldNeverPauseShorterThanTheProviderAsksUpToADay() {
    for (Result result : List.of(Result.retry, Result.unavailable)) {
      assertThat(pause(waiting(1, 1, 0), result, Duration.ofHours(3)))
          .isEqualTo(Duration.ofHours(3));
      assertThat(pause(waiting(1, 1, 0), result, Duration.ofMillis(Long.MAX_VALUE)))
          .isEqualTo(Duration.ofHours(24));
      assertThat(pause(waiting(1, 8, 7), result, Duration.ofMillis(1)))
          .isGreaterThan(Duration.ofMillis(1));
    }
  }

  @Test
  void shouldPauseTheSameInEveryProcess() {
    // Fixed here, because it must be the same in every JVM: record hash codes need not be.
    assertThat(pause(waiting(9, 3, 0), Result.retry, Duration.ZERO))
        .isEqualTo(Duration.ofMillis(9_924));
    assertThat(pause(waiting(9, 3, 2), Result.unavailable, Duration.ZERO))
        .isEqualTo(Duration.ofMillis(19_118));
  }

  @Test
  void shouldComeBackSpreadOutToAProviderThatWasAwayForAnHour() {
    // given
    Instant back = NOW.plus(Duration.ofHours(1));
    Map<Long, Integer> inTenSeconds = new TreeMap<>();
    int people = 6_000;

    // when
    for (int send = 0; send < people; send++) {
      WaitState.Outcome waiting = waiting(send, 1, 0);
      Instant now = NOW;
      while (now.isBefore(back)) {
        OutcomeCame away = new OutcomeCame(waiting.attempt(), Result.unavailable, "away", null);
        WaitState.Outcome waits = POLICY.again(waiting, away, now).orElseThrow();
        now = waits.due().orElseThrow();
        waiting = waiting(send, waits.attempt() + 1, waits.deferred());
      }
      inTenSeconds.merge(Duration.between(back, now).toSeconds() / 10, 1, Integer::sum);
    }

    // then: all return within the longest delay, spread almost evenly
    assertThat(inTenSeconds.keySet()).allMatch(ten -> ten < 60);
    assertThat(inTenSeconds.values()).allMatch(number -> number < 3 * people / 60);
  }

  @Test
  void shouldTryAsOftenAsItSaysAndDeferTwoHundredTimes() {
    // given
    OutcomeCame busy = new OutcomeCame(1, Result.retry, "busy", null);
    OutcomeCame away = new OutcomeCame(1, Result.unavailable, "refused", null);
    RetryPolicy two = POLICY.trying(2);

    // then
    assertThat(two.again(waiting(1, 1, 0), busy, NOW)).isPresent();
    assertThat(two.again(waiting(1, 2, 0), busy, NOW)).isEmpty();
    assertThat(two.again(waiting(1, 51, 50), busy, NOW)).isPresent();
    assertThat(two.again(waiting(1, 52, 50), busy, NOW)).isEmpty();
    assertThat(two.again(waiting(1, 200, 199), away, NOW)).isPresent();
    assertThat(two.again(waiting(1, 201, 200), away, NOW)).isEmpty();
  }

  @Test
  void shouldRefuseWhatNobodyCanMean() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ofSeconds(5)))
        .hasMessage("expected 1 to 20 attempts, found 0");
    assertThatThrownBy(() -> new RetryPolicy(8, Duration.ZERO))
        .hasMessage("expected a first delay of 1 ms to PT30M, found PT0S");
    assertThatThrownBy(() -> new RetryPolicy(8, Duration.ofHours(1)))
        .hasMessageContaining("found PT1H");
  }
}
