package dev.sojourn.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.Delivered;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.topics.action.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class DeliveryLoopTest {

  private static final Template TEMPLATE = Examples.template("Hi", "Hello");

  /** What happened, in order. */
  private final List<String> story = new ArrayList<>();

  private final StopSignal stop = new StopSignal();
  private final FakeActions actions = new FakeActions();
  private final FakeOutcomes outcomes = new FakeOutcomes();
  private Instant now = Instant.EPOCH;
  private Runnable atEachDelivery = () -> {};

  private final DeliveryLoop loop =
      new DeliveryLoop(
          actions,
          outcomes,
          new Courier(
              (hash, patience) -> new TemplateLookup.Found(TEMPLATE),
              new LiquidRenderer(),
              (action, message) -> {
                atEachDelivery.run();
                return new Delivered.Sent();
              }),
          stop,
          Duration.ofMillis(1),
          () -> now);

  @Test
  void shouldCommitAfterTheBrokerAcknowledgedWhenActionsCome() throws InterruptedException {
    // given
    actions.add(good(1), good(2));

    // when
    loop.round();

    // then
    assertThat(story).containsExactly("sent", "sent", "settled", "commit 2");
  }

  @ParameterizedTest
  @NullSource
  @SuppressWarnings("NullAway") // as Kafka has it: a record without a value
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"sendId\":\"x\",\"attempt\":1}", "not json"})
  void shouldBuryAndGoOnWhenAnActionIsInvalid(@Nullable String value) throws InterruptedException {
    // given
    actions.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8), good(2));

    // when
    loop.round();

    // then
    assertThat(story).containsExactly("buried 0", "sent", "settled", "commit 2");
  }

  @Test
  void shouldBuryWhenAFieldIsMissing() throws InterruptedException {
    // given
    String whole = new String(good(1), StandardCharsets.UTF_8);
    actions.add(whole.replace("\"to\":\"ann@example.com\",", "").getBytes(StandardCharsets.UTF_8));

    // when
    loop.round();

    // then
    assertThat(story).containsExactly("buried 0", "settled", "commit 1");
  }

  @Test
  void shouldWaitWithoutDeliveringAgainWhenTheBrokerDoesNotAcknowledge()
      throws InterruptedException {
    // given
    actions.add(good(1));
    outcomes.failures = 5;

    // when
    loop.round();

    // then
    assertThat(story).containsExactly("sent", "settled", "commit 1");
  }

  @Test
  void shouldNotCommitWhenItHasToStopBeforeTheBrokerAcknowledged() throws InterruptedException {
    // given
    actions.add(good(1));
    outcomes.failures = Integer.MAX_VALUE;
    atEachDelivery = stop::request;

    // when
    loop.run();

    // then
    assertThat(story).containsExactly("sent", "closed actions", "closed outcomes");
  }

  @Test
  void shouldFinishTheActionInHandAndCommitItWhenAskedToStop() throws InterruptedException {
    // given
    actions.add(good(1), good(2), good(3));
    atEachDelivery = stop::request;

    // when
    loop.run();

    // then
    assertThat(story)
        .containsExactly(
            "sent", "put back 2", "settled", "commit 1", "closed actions", "closed outcomes");
  }

  @Test
  void shouldPutTheRestBackWhenABatchTakesTooLong() throws InterruptedException {
    // given
    actions.add(good(1), good(2), good(3));
    atEachDelivery = () -> now = now.plusSeconds(20);

    // when
    loop.round();

    // then
    assertThat(story).containsExactly("sent", "sent", "put back 1", "settled", "commit 2");
  }

  @Test
  void shouldOpenANewConsumerAndGoOnWhenTheOldOneThrows() throws InterruptedException {
    // given
    actions.failures = 2;
    actions.add(good(1));
    atEachDelivery = stop::request;

    // when
    loop.run();

    // then
    assertThat(story)
        .containsExactly(
            "reopened",
            "reopened",
            "sent",
            "settled",
            "commit 1",
            "closed actions",
            "closed outcomes");
  }

  private static byte[] good(int number) {
    return Examples.action(number, TEMPLATE).bytes();
  }

  private final class FakeActions implements Actions {
    private final Deque<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayDeque<>();
    private int failures;
    private int done;

    @SuppressWarnings("NullAway") // as Kafka has it: no key
    void add(byte[]... values) {
      List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
      for (byte[] value : values) {
        batch.add(new ConsumerRecord<>("sojourn.actions", 0, batch.size(), null, value));
      }
      batches.add(batch);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> take(Duration atMost) {
      if (failures > 0) {
        failures--;
        throw new KafkaException("fatal");
      }
      List<ConsumerRecord<byte[], byte[]>> batch = batches.poll();
      return batch == null ? List.of() : batch;
    }

    @Override
    public void done(List<ConsumerRecord<byte[], byte[]>> records) {
      done += records.size();
    }

    @Override
    public void putBack(List<ConsumerRecord<byte[], byte[]>> records) {
      if (!records.isEmpty()) {
        story.add("put back " + records.size());
      }
    }

    @Override
    public void commit() {
      story.add("commit " + done);
    }

    @Override
    public void reopen() {
      story.add("reopened");
    }

    @Override
    public void close() {
      story.add("closed actions");
    }
  }

  private final class FakeOutcomes implements Outcomes {
    private int failures;

    @Override
    public void report(SendOutcome outcome) {
      story.add(outcome.result().name());
    }

    @Override
    public void bury(ConsumerRecord<byte[], byte[]> action, String message) {
      assertThat(message).isNotBlank();
      story.add("buried " + action.offset());
    }

    @Override
    public boolean settle(Duration atMost) {
      if (failures > 0) {
        failures--;
        return false;
      }
      story.add("settled");
      return true;
    }

    @Override
    public void close() {
      story.add("closed outcomes");
    }
  }
}
