package dev.sojourn.processor.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadTimeShareTest {

  private long nanos;
  private final ThreadTimeShare share = new ThreadTimeShare(() -> nanos);
  private final ThreadTimeShare.Timers timers = share.timers();

  private void after(long ms) {
    nanos += Duration.ofMillis(ms).toNanos();
  }

  private void recordTakes(long ms) {
    share.forRecord(() -> after(ms));
  }

  /** Runs as many timers as there is time for, 10 ms a batch. */
  private long stormRuns(ThreadTimeShare.Timers of) {
    long from = nanos;
    boolean more =
        of.run(
            () -> {
              after(10);
              return true;
            });
    assertThat(more).isTrue();
    return Duration.ofNanos(nanos - from).toMillis();
  }

  @Test
  void shouldLetTimersRunAtOnceWhenNothingWasDoneYet() {
    assertThat(timers.waitMs()).isZero();
  }

  @Test
  void shouldStopAStormAtTheEndOfItsTurn() {
    assertThat(stormRuns(timers)).isEqualTo(ThreadTimeShare.SLICE_MS);
  }

  @Test
  void shouldGiveRecordsAsMuchAsTimersHad() {
    // given
    stormRuns(timers);
    assertThat(timers.waitMs()).as("records have their chance").isEqualTo(1);

    // when
    recordTakes(30);

    // then
    assertThat(timers.waitMs()).isEqualTo(20);
    recordTakes(19);
    assertThat(timers.waitMs()).isEqualTo(1);
    recordTakes(1);
    assertThat(timers.waitMs()).isZero();
  }

  @Test
  void shouldNotCountWhatIsNobodysTime() {
    // given
    stormRuns(timers);
    timers.waitMs();
    recordTakes(10);

    // when a commit takes long
    after(500);

    // then
    assertThat(timers.waitMs()).isEqualTo(40);
  }

  @Test
  void shouldLeaveAThreadWithoutRecordsToTheTimers() {
    // given
    stormRuns(timers);

    // when
    assertThat(timers.waitMs()).isEqualTo(1);

    // then
    assertThat(timers.waitMs()).as("nobody came").isZero();
    assertThat(stormRuns(timers)).isEqualTo(ThreadTimeShare.SLICE_MS);
  }

  @Test
  void shouldGoOnWhenRecordsRunOut() {
    // given
    stormRuns(timers);
    timers.waitMs();
    recordTakes(5);
    assertThat(timers.waitMs()).isPositive();

    // when nothing comes while they wait

    // then
    assertThat(timers.waitMs()).isZero();
  }

  @Test
  void shouldCountTheTimersOfAllTasksOfAThreadTogether() {
    // given
    ThreadTimeShare.Timers others = share.timers();
    stormRuns(timers);

    // then
    assertThat(others.waitMs()).isEqualTo(1);
    recordTakes(1);
    assertThat(others.waitMs()).isEqualTo(49);
  }

  @Test
  void shouldLetSeveralTasksShareOneTurn() {
    // given
    ThreadTimeShare.Timers others = share.timers();
    timers.run(
        () -> {
          after(20);
          return false;
        });

    // then
    assertThat(others.waitMs()).isZero();
    assertThat(stormRuns(others)).isEqualTo(30);
  }
}
