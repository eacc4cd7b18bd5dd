package dev.sojourn.processor.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class ThreadWakeupsTest {

  private static final long POLL_MS = 500;

  private long now = 1_000_000;
  private final InstantSource wall = () -> Instant.ofEpochMilli(now);
  private final ThreadWakeups wakeups =
      new ThreadWakeups(wall, new ThreadCommits(wall, () -> now * 1_000_000));
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  private Wakeup wakeup() {
    return new Wakeup(context, () -> Instant.ofEpochMilli(now), wakeups, () -> {});
  }

  @Test
  void shouldWaitAsLongAsAllowedWhenNothingIsToBeDone() {
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).isEqualTo(POLL_MS);
  }

  @Test
  void shouldWakeUpForTheFirstAlarmOfAnyTask() {
    // given
    wakeup().scheduleAt(now + 300);
    wakeup().scheduleAt(now + 120);

    // then
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).isEqualTo(120);
    now += 200;
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).as("overdue").isZero();
  }

  @Test
  void shouldNotWakeUpForATaskThatIsGone() {
    // given
    Wakeup wakeup = wakeup();
    wakeup.scheduleAt(now + 120);

    // when
    wakeup.cancel();

    // then
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).isEqualTo(POLL_MS);
  }

  @Test
  void shouldLookOftenWhileSomethingMayHaveToBeCommitted() {
    // when
    wakeups.busy();

    // then
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).isEqualTo(20);
    now += 249;
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).isEqualTo(20);
    now += 1;
    assertThat(wakeups.pollTimeoutMs(POLL_MS)).isEqualTo(POLL_MS);
  }

  @Test
  void shouldNeverWaitLongerThanAsked() {
    wakeups.busy();
    assertThat(wakeups.pollTimeoutMs(0)).isZero();
  }
}
