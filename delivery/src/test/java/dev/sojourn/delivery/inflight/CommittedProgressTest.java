package dev.sojourn.delivery.inflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommittedProgressTest {

  @Test
  void shouldReadBackWhatIsDoneBeyond() {
    // given
    CommittedProgress progress = CommittedProgress.upTo(100, List.of(101L, 107L, 4_000L));

    // when
    CommittedProgress read = CommittedProgress.read(progress.commit());

    // then
    assertThat(read.offset()).isEqualTo(100);
    assertThat(read.beyond()).containsExactly(101L, 107L, 4_000L);
  }

  @Test
  void shouldSayNothingWhenNothingIsDoneBeyond() {
    assertThat(CommittedProgress.upTo(7).commit().metadata()).isEmpty();
  }

  @Test
  void shouldFitIntoWhatABrokerKeepsWhenAWindowIsFull() {
    // given: a full tracker, and a poll beyond it
    CommittedProgress progress =
        CommittedProgress.upTo(0, LongStream.range(1, 17_000).boxed().toList());

    // then
    assertThat(progress.commit().metadata()).hasSizeLessThan(4_096);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "of somebody else", "2:AAAA", "1:***"})
  void shouldGoOnFromTheOffsetWhenTheRestIsNotOurs(String metadata) {
    // when
    CommittedProgress read = CommittedProgress.read(new OffsetAndMetadata(5, metadata));

    // then
    assertThat(read.offset()).isEqualTo(5);
    assertThat(read.beyond()).isEmpty();
  }
}
