package dev.sojourn.delivery.inflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionTrackerTest {

  private final PartitionTracker tracker =
      new PartitionTracker(CommittedProgress.upTo(10, List.of(12L)));

  @Test
  void shouldBeDoneUpToTheFirstThatIsNot() {
    // given
    begin(10, 11, 13);

    // when
    tracker.finished(11);
    tracker.finished(13);

    // then
    assertThat(tracker.progress().offset()).isEqualTo(10);
    assertThat(tracker.progress().beyond()).containsExactly(11L, 12L, 13L);

    // when
    tracker.finished(10);

    // then
    assertThat(tracker.progress().offset()).isEqualTo(14);
    assertThat(tracker.progress().beyond()).isEmpty();
  }

  @Test
  void shouldNotTakeWhatIsDoneOrUnderWay() {
    // given
    begin(10);

    // then
    assertThat(tracker.take(12)).isFalse();
    assertThat(tracker.take(10)).isFalse();
    assertThat(tracker.take(11)).isTrue();
  }

  @Test
  void shouldLeaveUndoneWhatWasTakenBack() {
    // given: one that has begun cannot be taken back
    begin(10);
    tracker.take(11);
    tracker.begun(11, 5, () -> true);
    assertThat(tracker.isIdle()).isFalse();

    // when
    tracker.tryCancel();
    tracker.finished(10);

    // then
    assertThat(tracker.isIdle()).isTrue();
    assertThat(tracker.bytes()).isZero();
    assertThat(tracker.progress().offset()).isEqualTo(11);
    assertThat(tracker.progress().beyond()).containsExactly(12L);
  }

  @Test
  void shouldTakeAgainWhatWasGivenBackAndNothingElse() {
    // given
    begin(10, 11, 13);
    tracker.finished(13);
    tracker.givenBack(11);

    // when
    long from = tracker.rewind();

    // then
    assertThat(from).isEqualTo(11);
    assertThat(tracker.hasGivenUp()).isFalse();
    assertThat(tracker.progress().offset()).isEqualTo(10);
    tracker.finished(10);
    assertThat(tracker.progress().offset()).isEqualTo(11);
    assertThat(tracker.take(11)).isTrue();
    tracker.begun(11, 1, () -> false);
    assertThat(tracker.take(12)).isFalse();
    assertThat(tracker.take(13)).isFalse();
    tracker.finished(11);
    assertThat(tracker.progress().offset()).isEqualTo(14);
  }

  @Test
  void shouldCountAsDoneWhatHasBegunWhenItIsLeft() {
    // given: one that was called off stays undone
    begin(10, 13);
    tracker.take(11);
    tracker.begun(11, 5, () -> true);
    tracker.tryCancel();

    // when
    tracker.markHandedOver();

    // then
    assertThat(tracker.isIdle()).isTrue();
    assertThat(tracker.bytes()).isZero();
    assertThat(tracker.isChanged()).isTrue();
    assertThat(tracker.progress().offset()).isEqualTo(11);
    assertThat(tracker.progress().beyond()).containsExactly(12L, 13L);
  }

  @Test
  void shouldReachFromTheFirstThatIsNotDone() {
    // given
    begin(10, 11, 13, 14);

    // when
    tracker.finished(10);

    // then
    assertThat(tracker.span()).isEqualTo(4);
    assertThat(tracker.bytes()).isEqualTo(3);
  }

  @Test
  void shouldHaveSomethingToCommitUntilItIsCommitted() {
    // given
    assertThat(tracker.isChanged()).isFalse();
    begin(10, 11);

    // when
    tracker.finished(11);

    // then
    assertThat(tracker.isChanged()).isTrue();

    // when
    tracker.committed(tracker.progress());

    // then
    assertThat(tracker.isChanged()).isFalse();
  }

  @Test
  void shouldPassWhatIsNeverHandedOut() {
    // given: only a marker of a transaction stands there
    tracker.readUpTo(11);

    // then
    assertThat(tracker.isChanged()).isTrue();
    assertThat(tracker.progress().offset()).isEqualTo(11);
  }

  private void begin(long... offsets) {
    for (long offset : offsets) {
      assertThat(tracker.take(offset)).isTrue();
      tracker.begun(offset, 1, () -> false);
    }
  }
}
