package dev.sojourn.processor.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProcessedOffsetsTest {

  private static final TopicPartition EVENTS = new TopicPartition("events", 0);

  private OptionalLong delivered = OptionalLong.empty();
  private OptionalLong position = OptionalLong.empty();
  private final ProcessedOffsets read =
      new ProcessedOffsets(
          new ProcessedOffsets.Consumed() {
            @Override
            public OptionalLong lastDelivered(TopicPartition partition) {
              return delivered;
            }

            @Override
            public OptionalLong position(TopicPartition partition) {
              return position;
            }
          });

  @Test
  void shouldBePastWhatItHasProcessedWhileMoreIsHandedOut() {
    // given
    delivered = OptionalLong.of(500);
    position = OptionalLong.of(501);

    // when
    read.processed(EVENTS, 99);

    // then
    assertThat(read.past(EVENTS, 100)).isTrue();
    assertThat(read.past(EVENTS, 101)).isFalse();
  }

  @Test
  void shouldNotBePastWhatIsHandedOutAndNotProcessed() {
    // given
    read.processed(EVENTS, 10);
    delivered = OptionalLong.of(11);
    position = OptionalLong.of(12);

    // then
    assertThat(read.past(EVENTS, 12)).isFalse();
  }

  @Test
  void shouldBePastMarkersThatAreNeverHandedOut() {
    // given
    read.processed(EVENTS, 10);
    delivered = OptionalLong.of(10);

    // when
    position = OptionalLong.of(14);

    // then
    assertThat(read.past(EVENTS, 14)).isTrue();
    assertThat(read.past(EVENTS, 15)).isFalse();
  }

  @Test
  void shouldBePastAnEmptyInputOnceItsPositionIsKnown() {
    assertThat(read.past(EVENTS, 0)).isFalse();
    position = OptionalLong.of(0);
    assertThat(read.past(EVENTS, 0)).isTrue();
  }
}
