package dev.sojourn.delivery.inflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionTrackerTest {

  private final PartitionTracker window = new PartitionTracker(CommittedProgress.upTo(10, List.of(12L)));

  @Test
  void shouldBeDoneUpToTheFirstThatIsNot() {
    // given
    begin(10, 11, 13);

    // when
    window.finished(11);
    window.finished(13);

    // then
    assertThat(window.progress().offset()).isEqualTo(10);
    assertThat(window.progress().beyond()).containsExactly(11L, 12L, 13L);

    // when
    window.finished(10);

    // then
    assertThat(window.progress().offset()).isEqualTo(14);
    assertThat(window.progress().beyond()).isEmpty();
  }

  @Test
  void shouldNotTakeWhatIsDoneOrUnderWay() {
    // given
    begin(10);

    // then
    assertThat(window.take(12)).isFalse();
    assertThat(window.take(10)).isFalse();
    assertThat(window.take(11)).isTrue();
  }

  @Test
  void shouldLeaveUndoneWhatWasTakenBack() {
    // given: one that has begun cannot be taken back
    begin(10);
    window.take(11);
    window.begun(11, 5, () -> true);
    assertThat(window.isIdle()).isFalse();

    // when
    window.giveUp();
    window.finished(10);

    // then
    assertThat(window.isIdle()).isTrue();
    assertThat(window.bytes()).isZero();
    assertThat(window.progress().offset()).isEqualTo(11);
    assertThat(window.progress().beyond()).containsExactly(12L);
  }

  @Test
  void shouldTakeAgainWhatWasGivenBackAndNothingElse() {
    // given
    begin(10, 11, 13);
    window.finished(13);
    window.givenBack(11);

    // when
    long from = window.rewind();

    // then
    assertThat(from).isEqualTo(11);
    assertThat(window.hasGivenUp()).isFalse();
    assertThat(window.progress().offset()).isEqualTo(10);
    window.finished(10);
    assertThat(window.progress().offset()).isEqualTo(11);
    assertThat(window.take(11)).isTrue();
    window.begun(11, 1, () -> false);
    assertThat(window.take(12)).isFalse();
    assertThat(window.take(13)).isFalse();
    window.finished(11);
    assertThat(window.progress().offset()).isEqualTo(14);
  }

  @Test
  void shouldCountAsDoneWhatHasBegunWhenItIsLeft() {
    // given: one that was called off stays undone
    begin(10, 13);
    window.take(11);
    window.begun(11, 5, () -> true);
    window.giveUp();

    // when
    window.leave();

    // then
    assertThat(window.isIdle()).isTrue();
    assertThat(window.bytes()).isZero();
    assertThat(window.isChanged()).isTrue();
    assertThat(window.progress().offset()).isEqualTo(11);
    assertThat(window.progress().beyond()).containsExactly(12L, 13L);
  }

  @Test
  void shouldReachFromTheFirstThatIsNotDone() {
    // given
    begin(10, 11, 13, 14);

    // when
    window.finished(10);

    // then
    assertThat(window.span()).isEqualTo(4);
    assertThat(window.bytes()).isEqualTo(3);
  }

  @Test
  void shouldHaveSomethingToCommitUntilItIsCommitted() {
    // given
    assertThat(window.isChanged()).isFalse();
    begin(10, 11);

    // when
    window.finished(11);

    // then
    assertThat(window.isChanged()).isTrue();

    // when
    window.committed(window.progress());

    // then
    assertThat(window.isChanged()).isFalse();
  }

  @Test
  void shouldPassWhatIsNeverHandedOut() {
    // given: only a marker of a transaction stands there
    window.readUpTo(11);

    // then
    assertThat(window.isChanged()).isTrue();
    assertThat(window.progress().offset()).isEqualTo(11);
  }

  private void begin(long... offsets) {
    for (long offset : offsets) {
      assertThat(window.take(offset)).isTrue();
      window.begun(offset, 1, () -> false);
    }
  }
}
