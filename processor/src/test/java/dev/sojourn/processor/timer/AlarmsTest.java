package dev.sojourn.processor.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class AlarmsTest {

  private static final long POLL_MS = 500;

  private long now = 1_000_000;
  private final InstantSource wall = () -> Instant.ofEpochMilli(now);
  private final Alarms alarms = new Alarms(wall, new ThreadCommits(wall, () -> now * 1_000_000));
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  private Alarm alarm() {
    return new Alarm(context, () -> Instant.ofEpochMilli(now), alarms, () -> {});
  }

  @Test
  void shouldWaitAsLongAsAllowedWhenNothingIsToBeDone() {
    assertThat(alarms.mayWaitMs(POLL_MS)).isEqualTo(POLL_MS);
  }

  @Test
  void shouldWakeUpForTheFirstAlarmOfAnyTask() {
    // given
    alarm().notLaterThan(now + 300);
    alarm().notLaterThan(now + 120);

    // then
    assertThat(alarms.mayWaitMs(POLL_MS)).isEqualTo(120);
    now += 200;
    assertThat(alarms.mayWaitMs(POLL_MS)).as("overdue").isZero();
  }

  @Test
  void shouldNotWakeUpForATaskThatIsGone() {
    // given
    Alarm alarm = alarm();
    alarm.notLaterThan(now + 120);

    // when
    alarm.cancel();

    // then
    assertThat(alarms.mayWaitMs(POLL_MS)).isEqualTo(POLL_MS);
  }

  @Test
  void shouldLookOftenWhileSomethingMayHaveToBeCommitted() {
    // when
    alarms.busy();

    // then
    assertThat(alarms.mayWaitMs(POLL_MS)).isEqualTo(20);
    now += 249;
    assertThat(alarms.mayWaitMs(POLL_MS)).isEqualTo(20);
    now += 1;
    assertThat(alarms.mayWaitMs(POLL_MS)).isEqualTo(POLL_MS);
  }

  @Test
  void shouldNeverWaitLongerThanAsked() {
    alarms.busy();
    assertThat(alarms.mayWaitMs(0)).isZero();
  }
}
