package dev.sojourn.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {

  @Test
  void shouldReadBackWhatIsDoneBeyond() {
    // given
    Progress progress = Progress.upTo(100, List.of(101L, 107L, 4_000L));

    // when
    Progress read = Progress.read(progress.commit());

    // then
    assertThat(read.offset()).isEqualTo(100);
    assertThat(read.beyond()).containsExactly(101L, 107L, 4_000L);
  }

  @Test
  void shouldSayNothingWhenNothingIsDoneBeyond() {
    assertThat(Progress.upTo(7).commit().metadata()).isEmpty();
  }

  @Test
  void shouldFitIntoWhatABrokerKeepsWhenAWindowIsFull() {
    // given: a full window, and a poll beyond it
    Progress progress = Progress.upTo(0, LongStream.range(1, 17_000).boxed().toList());

    // then
    assertThat(progress.commit().metadata()).hasSizeLessThan(4_096);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "of somebody else", "2:AAAA", "1:***"})
  void shouldGoOnFromTheOffsetWhenTheRestIsNotOurs(String metadata) {
    // when
    Progress read = Progress.read(new OffsetAndMetadata(5, metadata));

    // then
    assertThat(read.offset()).isEqualTo(5);
    assertThat(read.beyond()).isEmpty();
  }
}
