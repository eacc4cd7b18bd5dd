package dev.sojourn.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.Examples;
import dev.sojourn.delivery.provider.Delivered;
import dev.sojourn.delivery.provider.HttpPeer;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
              },
              new WebhookProvider(InstantSource.system())),
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

  @Test
  void shouldDeliverTheRestWhileACallIsNotAnswered() throws InterruptedException {
    // given: a server that answers once the message behind the call is delivered
    CountDownLatch delivered = new CountDownLatch(1);
    try (HttpPeer slow =
        new HttpPeer(
            exchange -> {
              await(delivered);
              exchange.sendResponseHeaders(404, -1);
            })) {
      actions.add(call(1, slow), good(2), call(3, slow));
      atEachDelivery = delivered::countDown;

      // when
      loop.round();
    }

    // then
    assertThat(story).containsExactly("sent", "failed", "failed", "settled", "commit 3");
  }

  @Test
  void shouldHaveACallMadeAgainThatIsNotAnsweredWhenItHasToStop() throws InterruptedException {
    // given
    CountDownLatch over = new CountDownLatch(1);
    try (HttpPeer silent = new HttpPeer(exchange -> await(over))) {
      actions.add(call(1, silent), good(2), good(3));
      atEachDelivery = stop::request;

      // when
      loop.run();
      over.countDown();
    }

    // then
    assertThat(story)
        .containsExactly(
            "sent",
            "put back 1",
            "retry",
            "settled",
            "commit 2",
            "closed actions",
            "closed outcomes");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] call(int number, HttpPeer peer) {
    SendAction.Call call = new SendAction.Call(Map.of(), Map.of(), null);
    return Examples.call(number, peer.url("/"), call).bytes();
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
