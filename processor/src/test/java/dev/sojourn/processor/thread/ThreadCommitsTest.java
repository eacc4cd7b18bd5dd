package dev.sojourn.processor.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadCommitsTest {

  private long now = 1_000_000;
  private final InstantSource wall = () -> Instant.ofEpochMilli(now);
  private final ThreadCommits commits =
      new ThreadCommits(wall, () -> TimeUnit.MILLISECONDS.toNanos(now));
  private final ThreadWakeups wakeups = new ThreadWakeups(wall, commits);
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final Wakeup wakeup = new Wakeup(context, wall, wakeups, commits::fired);

  @BeforeEach
  void addWakeup() {
    commits.add(context, wakeup);
  }

  private boolean whenWorked() {
    context.resetCommit();
    commits.worked(context);
    return context.committed();
  }

  private void givenACommitThatTook(long ms) {
    commits.committed(TimeUnit.MILLISECONDS.toNanos(ms));
  }

  @Test
  void shouldCommitAtTheShortestIntervalWhileCommitsAreCheap() {
    givenACommitThatTook(4);

    now += 49;
    assertThat(whenWorked()).isFalse();
    now += 1;
    assertThat(whenWorked()).isTrue();
  }

  @Test
  void shouldCommitInProportionToWhatTheLastCommitTook() {
    givenACommitThatTook(40);

    now += 199;
    assertThat(whenWorked()).isFalse();
    now += 1;
    assertThat(whenWorked()).isTrue();
  }

  @Test
  void shouldNeverWaitLongerThanTheLongestInterval() {
    givenACommitThatTook(60_000);

    now += ThreadCommits.MOST_MS;

    assertThat(whenWorked()).isTrue();
  }

  @Test
  void shouldWakeUpForWorkThatNothingFollows() {
    // given
    givenACommitThatTook(4);
    now += 20;

    // when
    whenWorked();

    // then
    long wait = wakeups.pollTimeoutMs(500);
    assertThat(wait).isBetween(30L, 31L);
    now += wait;
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(now);
    assertThat(context.committed()).isTrue();
  }

  @Test
  void shouldLookAgainWhenItWasWokenUpTooEarly() {
    // given
    givenACommitThatTook(4);
    whenWorked();

    // when
    now += 10;
    context.scheduledPunctuators().get(0).getPunctuator().punctuate(now);

    // then
    assertThat(context.committed()).isFalse();
    now += 41;
    context.scheduledPunctuators().get(1).getPunctuator().punctuate(now);
    assertThat(context.committed()).isTrue();
  }

  @Test
  void shouldNotUseAWakeupOfATaskThatIsGone() {
    // given
    givenACommitThatTook(4);
    commits.remove(context);

    // when
    whenWorked();

    // then
    assertThat(context.scheduledPunctuators()).isEmpty();
  }
}
