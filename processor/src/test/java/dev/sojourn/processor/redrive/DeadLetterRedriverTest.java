package dev.sojourn.processor.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.task.Destination;
import dev.sojourn.processor.task.RecordForwarder;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.CommandCodec;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics;
import dev.sojourn.topics.topic.Topics.Role;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a redriven record goes. */
class DeadLetterRedriverTest {

  private static final int PARTITIONS = 8;
  private static final byte[] NONSENSE = bytes("nonsense");

  private final MockProcessorContext<Destination, byte[]> context = new MockProcessorContext<>();
  private final DeadLetterRedriver redriver =
      new DeadLetterRedriver(
          new RecordForwarder(context, PARTITIONS), new Topics("a-b"), PARTITIONS);

  @BeforeEach
  void start() {
    context.setCurrentSystemTimeMs(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CapturedForward<? extends Destination, ? extends byte[]> only() {
    assertThat(context.forwarded()).hasSize(1);
    return context.forwarded().get(0);
  }

  @Test
  void shouldGiveAnEventToThePartitionThatOwnsItsUser() {
    // when
    redriver.republish(
        "a-b.events-5-17",
        "invalid_json",
        NONSENSE,
        bytes("{\"event\":\"e\",\"distinct_id\":\"ada\"}"));

    // then
    assertThat(only().record().key().topic()).isEqualTo(Role.EVENTS);
    assertThat(only().record().key().partition()).isEqualTo(Partitions.of("ada", PARTITIONS));
    assertThat(only().record().key().key()).isEqualTo(NONSENSE);
  }

  @Test
  void shouldGiveACommandToThePartitionThatDecidesIt() {
    // when
    redriver.republish(
        "a-b.control-5-17",
        "invalid_json",
        null,
        CommandCodec.encode(new Command.DiscardDeadLetter(3, 1, "me")));

    // then
    assertThat(only().record().key().topic()).isEqualTo(Role.CONTROL);
    assertThat(only().record().key().partition()).isEqualTo(3);
  }

  @Test
  void shouldGiveWhatCannotBeReadToWhereItStood() {
    // when
    Optional<Rejection> flaw =
        redriver.republish("a-b.outcomes-5-17", "invalid_json", null, NONSENSE);

    // then
    assertThat(flaw).isEmpty();
    assertThat(only().record().key().topic()).isEqualTo(Role.OUTCOMES);
    assertThat(only().record().key().partition()).isEqualTo(5);
    assertThat(only().record().value()).isEqualTo(NONSENSE);
  }

  @Test
  void shouldRefuseWhatWasPublishedAndWhatNobodyKnows() {
    assertThat(redriver.republish("a-b.registry-5-17", "invalid_json", null, NONSENSE))
        .hasValue(Rejection.of(DeadLetterRejection.REGISTRY_NOT_REDRIVEN));
    assertThat(redriver.republish("other.events-5-17", "invalid_json", null, NONSENSE))
        .hasValue(Rejection.of(DeadLetterRejection.TOPIC_UNKNOWN, Map.of("topic", "other.events")));
    assertThat(redriver.republish("5", "invalid_json", null, NONSENSE))
        .hasValue(Rejection.of(DeadLetterRejection.DEAD_LETTER_WITHOUT_ORIGIN));
    assertThat(context.forwarded()).isEmpty();
  }
}
