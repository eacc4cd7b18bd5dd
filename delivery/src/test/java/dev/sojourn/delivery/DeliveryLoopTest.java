package dev.sojourn.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.delivery.bulkhead.BulkheadSettings;
import dev.sojourn.delivery.bulkhead.Bulkheads;
import dev.sojourn.delivery.consumer.ActionConsumer;
import dev.sojourn.delivery.dispatch.SendDispatcher;
import dev.sojourn.delivery.dispatch.SendLease;
import dev.sojourn.delivery.http.HttpPeer;
import dev.sojourn.delivery.http.WebhookProvider;
import dev.sojourn.delivery.inflight.CommittedProgress;
import dev.sojourn.delivery.inflight.OutcomeBatch;
import dev.sojourn.delivery.inflight.OutcomeReport;
import dev.sojourn.delivery.producer.OutcomeProducer;
import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.delivery.template.TemplateLookup;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class DeliveryLoopTest {

  private static final Template TEMPLATE = Examples.template("Hi", "Hello");
  private static final TopicPartition PARTITION = new TopicPartition("sojourn.actions", 0);

  private static final Duration ENDS = Duration.ofSeconds(15);
  private static final long STEP = Duration.ofMillis(50).toNanos();

  private final StopSignal stop = new StopSignal();
  private final FakeActions actions = new FakeActions();
  private final FakeOutcomes outcomes = new FakeOutcomes();
  private final SlowProvider provider = new SlowProvider();

  /** Goes on with each round; while partitions go or all stops it stands still, or flies. */
  private final AtomicLong nanos = new AtomicLong();

  private volatile boolean timeFlies;
  private volatile Runnable whenLookedAt = () -> {};

  private final SendLease lease = new SendLease(nanos::get);
  private Bulkheads bulkheads = new Bulkheads(Map.of(), System::nanoTime, lease);
  private DeliveryLoop loop = loop();

  private DeliveryLoop loop() {
    return new DeliveryLoop(
        actions,
        outcomes,
        new SendDispatcher(
            (hash, maxWait) -> new TemplateLookup.Found(TEMPLATE),
            new LiquidRenderer(),
            (action, message) -> provider.deliver(action),
            new WebhookProvider(InstantSource.system()),
            bulkheads),
        lease,
        stop,
        Duration.ofMillis(100),
        this::lookAtTheClock);
  }

  private long lookAtTheClock() {
    whenLookedAt.run();
    return timeFlies ? nanos.addAndGet(STEP) : nanos.get();
  }

  private void givenOneAtATime() {
    bulkheads.close();
    bulkheads =
        new Bulkheads(Map.of("email", new BulkheadSettings(1, 100, 0)), System::nanoTime, lease);
    loop = loop();
  }

  @AfterEach
  void close() {
    provider.answerAll();
    bulkheads.close();
  }

  @Test
  void shouldCommitOutcomesTogetherWithHowFarItIs() throws InterruptedException {
    // given
    actions.add(good(0), good(1));

    // when
    roundsUntil(() -> outcomes.progress() == 2);

    // then
    assertThat(outcomes.said()).containsExactlyInAnyOrder("sent 0", "sent 1");
    assertThat(outcomes.batches).allSatisfy(DeliveryLoopTest::hasAReportForEachStep);
  }

  /** Nothing is done of which nothing is said. */
  private static void hasAReportForEachStep(OutcomeBatch batch) {
    CommittedProgress progress = batch.progress().get(PARTITION);
    assertThat(progress).isNotNull();
    if (batch.reports().isEmpty()) {
      assertThat(progress.beyond()).isEmpty();
      assertThat(progress.offset()).isIn(0L, 2L);
    }
  }

  @ParameterizedTest
  @NullSource
  @SuppressWarnings("NullAway") // as Kafka has it: a record without a value
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"sendId\":\"x\",\"attempt\":1}", "not json"})
  void shouldBuryAndGoOnWhenAnActionIsInvalid(@Nullable String value) throws InterruptedException {
    // given
    actions.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8), good(1));

    // when
    roundsUntil(() -> outcomes.progress() == 2);

    // then
    assertThat(outcomes.said()).containsExactlyInAnyOrder("buried 0", "sent 1");
  }

  @Test
  void shouldBuryWhenAFieldIsMissing() throws InterruptedException {
    // given
    String whole = new String(good(0), StandardCharsets.UTF_8);
    actions.add(whole.replace("\"to\":\"ann@example.com\",", "").getBytes(StandardCharsets.UTF_8));

    // when
    roundsUntil(() -> outcomes.progress() == 1);

    // then
    assertThat(outcomes.said()).containsExactly("buried 0");
  }

  @Test
  void shouldGoOnBeyondAnActionThatTakesLong() throws InterruptedException {
    // given
    provider.holdBack(0);
    actions.add(good(0), good(1), good(2));

    // when
    roundsUntil(() -> outcomes.said().size() == 2);

    // then
    CommittedProgress progress = outcomes.last();
    assertThat(progress.offset()).isZero();
    assertThat(progress.beyond()).containsExactly(1L, 2L);

    // when
    provider.answerAll();
    roundsUntil(() -> outcomes.progress() == 3);

    // then
    assertThat(outcomes.last().beyond()).isEmpty();
    assertThat(outcomes.said()).containsExactlyInAnyOrder("sent 0", "sent 1", "sent 2");
  }

  @Test
  void shouldNotDoAgainWhatWasDoneBeyond() throws InterruptedException {
    // given
    actions.committed = CommittedProgress.upTo(0, List.of(1L));
    actions.add(good(0), good(1), good(2));

    // when
    roundsUntil(() -> outcomes.progress() == 3);

    // then
    assertThat(outcomes.said()).containsExactlyInAnyOrder("sent 0", "sent 2");
    assertThat(provider.asked).containsExactlyInAnyOrder(0, 2);
  }

  @Test
  void shouldDeliverAMessageWhileACallIsNotAnswered() throws InterruptedException {
    // given: a server that answers once the message behind the call is reported
    CountDownLatch reported = new CountDownLatch(1);
    try (HttpPeer slow =
        new HttpPeer(
            exchange -> {
              await(reported);
              exchange.sendResponseHeaders(404, -1);
            })) {
      SendAction.Call call = new SendAction.Call(Map.of(), Map.of(), null);
      actions.add(Examples.call(0, slow.url("/"), call).bytes(), good(1));

      // when
      roundsUntil(() -> outcomes.said().contains("sent 1"));
      reported.countDown();
      roundsUntil(() -> outcomes.progress() == 2);
    }

    // then
    assertThat(outcomes.said()).containsExactly("sent 1", "failed 0");
  }

  @Test
  void shouldCommitProgressAlonePastWhatIsNoAction() throws InterruptedException {
    // given: a marker of a transaction stands behind the last action
    actions.add(good(0));
    roundsUntil(() -> outcomes.progress() == 1);

    // when
    actions.position++;
    roundsUntil(() -> outcomes.progress() == 2);

    // then
    assertThat(outcomes.said()).containsExactly("sent 0");
  }

  @Test
  void shouldSayTheSameAgainWhenACommitFailed() throws InterruptedException {
    // given
    outcomes.answers.add(OutcomeProducer.Committed.NO);
    outcomes.answers.add(OutcomeProducer.Committed.NO);
    actions.add(good(0), good(1));

    // when
    roundsUntil(() -> outcomes.progress() == 2);

    // then
    assertThat(outcomes.said()).containsExactlyInAnyOrder("sent 0", "sent 1");
    assertThat(provider.asked).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void shouldAskOnForACommitOfWhichNothingIsKnown() throws InterruptedException {
    // given
    outcomes.answers.add(OutcomeProducer.Committed.UNKNOWN);
    outcomes.answers.add(OutcomeProducer.Committed.UNKNOWN);
    outcomes.answers.add(OutcomeProducer.Committed.YES);
    actions.add(good(0));

    // when
    roundsUntil(() -> outcomes.progress() == 1);

    // then
    assertThat(outcomes.commits).isEqualTo(1);
    assertThat(outcomes.said()).containsExactly("sent 0");
  }

  @Test
  void shouldTakeNothingBeforeOutcomesCanBeReported() throws InterruptedException {
    // given
    outcomes.notReady = 2;
    actions.add(good(0));

    // when
    loop.round();
    loop.round();

    // then
    assertThat(provider.asked).isEmpty();

    // when
    roundsUntil(() -> outcomes.progress() == 1);

    // then
    assertThat(outcomes.said()).containsExactly("sent 0");
  }

  @Test
  void shouldFinishWhatHasBegunAndLeaveTheRestWhenAPartitionGoes() throws InterruptedException {
    // given
    givenOneAtATime();
    provider.holdBack(0);
    actions.add(good(0), good(1));
    roundsUntil(() -> provider.asked.contains(0));

    // when: it ends once the rest is taken back, when it is waited for
    actions.beforeRevoke = () -> whenLookedAt = provider::answerAll;
    actions.revoked = true;
    roundsUntil(() -> outcomes.progress() == 1);

    // then
    assertThat(outcomes.said()).containsExactly("sent 0");
    assertThat(provider.asked).containsExactly(0);
  }

  @Test
  void shouldReportWhatEndsAfterItsPartitionWent() throws InterruptedException {
    // given
    provider.holdBack(0);
    actions.add(good(0));
    roundsUntil(() -> provider.asked.contains(0));

    // when
    timeFlies = true;
    actions.revoked = true;
    loop.round();

    // then: no other node makes the same call
    assertThat(outcomes.progress()).isEqualTo(1);
    assertThat(outcomes.said()).isEmpty();

    // when
    provider.answerAll();
    roundsUntil(() -> outcomes.said().contains("sent 0"));

    // then: how far that partition is, is for another node to say
    assertThat(outcomes.batches.get(outcomes.batches.size() - 1).progress()).isEmpty();
  }

  @Test
  void shouldNotAskAgainWhenAllStartsOverBeforeTheCommit() throws InterruptedException {
    // given
    outcomes.answers.add(OutcomeProducer.Committed.NO);
    actions.add(good(0));
    roundsUntil(() -> outcomes.commits == 1);

    // when: the consumer fails, and the action comes again
    actions.failures = 1;
    actions.add(good(0));
    Thread running = running();

    // then
    outcomes.await(() -> outcomes.progress() == 1);
    stop.request();
    running.join();
    assertThat(actions.reopened).isEqualTo(1);
    assertThat(provider.asked).containsExactly(0);
    assertThat(outcomes.said()).containsOnly("sent 0");
  }

  @Test
  void shouldCommitWhatEndsInTimeAndNoMoreWhenAskedToStop() throws InterruptedException {
    // given
    provider.holdBack(0);
    actions.add(good(0), good(1));
    Thread running = running();
    outcomes.await(() -> outcomes.said().contains("sent 1"));

    // when
    timeFlies = true;
    stop.request();
    running.join();

    // then
    assertThat(outcomes.said()).containsExactly("sent 1");
    assertThat(outcomes.last().covers(0)).isFalse();
    assertThat(outcomes.last().covers(1)).isTrue();
    assertThat(actions.closed).isTrue();
    assertThat(outcomes.closed).isTrue();
  }

  @Test
  void shouldBeginNothingWhileNothingCanBeCommitted() throws InterruptedException {
    // given: one with its provider, one that waits, and brokers that are away without a word
    givenOneAtATime();
    provider.holdBack(0);
    actions.add(good(0), good(1));
    roundsUntil(() -> provider.asked.contains(0));
    outcomes.away = true;

    // when
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    provider.answerAll();
    roundsUntil(() -> actions.held.contains(PARTITION));

    // then
    assertThat(provider.asked).containsExactly(0);

    // when
    outcomes.away = false;
    roundsUntil(() -> outcomes.progress() == 2);

    // then
    assertThat(provider.asked).containsExactly(0, 1);
    assertThat(outcomes.said()).containsExactly("sent 0", "sent 1");
  }

  @Test
  void shouldBeginNothingWhenTheLoopWasStopped() throws InterruptedException {
    // given
    givenOneAtATime();
    provider.holdBack(0);
    actions.add(good(0), good(1));
    roundsUntil(() -> provider.asked.contains(0));

    // when: no round is made
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    provider.answerAll();
    bulkheads
        .of("email", "")
        .submit("", guard -> guard.ask(DeliveryResult.Sent::new), ENDS)
        .answer()
        .handle((answer, given) -> given)
        .join();

    // then
    assertThat(provider.asked).containsExactly(0);
  }

  @Test
  void shouldGoOnBeginningWhileNothingEnds() throws InterruptedException {
    // given
    provider.holdBack(0);
    actions.add(good(0));
    roundsUntil(() -> provider.asked.contains(0));

    // when: for a long time only that is under way
    for (int i = 0; i < 200; i++) {
      loop.round();
    }

    // then
    assertThat(lease.getAsBoolean()).isTrue();
  }

  private Thread running() {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private void roundsUntil(BooleanSupplier isSo) throws InterruptedException {
    while (!isSo.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("expected it to be so in time");
      }
      loop.round();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] good(int number) {
    return Examples.action(number, TEMPLATE).bytes();
  }

  /** The number that an example was made of. */
  private static int number(SendId send) {
    return (int) (send.instance().createdMs() - 1_700_000_000_000L);
  }

  /** Takes everything, some of it when it is told to. */
  private static final class SlowProvider {
    private final Queue<Integer> asked = new ConcurrentLinkedQueue<>();
    private final Map<Integer, CountDownLatch> heldBack = new ConcurrentHashMap<>();

    void holdBack(int number) {
      heldBack.put(number, new CountDownLatch(1));
    }

    void answerAll() {
      heldBack.values().forEach(CountDownLatch::countDown);
    }

    DeliveryResult deliver(SendAction action) {
      int number = number(action.sendId());
      asked.add(number);
      CountDownLatch latch = heldBack.get(number);
      if (latch != null) {
        await(latch);
      }
      return new DeliveryResult.Sent();
    }
  }

  private final class FakeActions implements ActionConsumer {
    private Set<TopicPartition> held = Set.of();
    private List<ConsumerRecord<byte[], byte[]>> last = List.of();
    private final Deque<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayDeque<>();
    private CommittedProgress committed = CommittedProgress.upTo(0);
    private boolean assigned;
    private boolean revoked;
    private Runnable beforeRevoke = () -> {};
    private int failures;
    private int reopened;
    private long position;
    private boolean closed;

    @SuppressWarnings("NullAway") // as Kafka has it: no key
    void add(byte[]... values) {
      List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
      for (byte[] value : values) {
        batch.add(new ConsumerRecord<>(PARTITION.topic(), 0, batch.size(), null, value));
      }
      batches.add(batch);
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> take(Duration atMost, Assignment assignment) {
      nanos.addAndGet(STEP);
      if (failures > 0) {
        failures--;
        throw new KafkaException("fatal");
      }
      if (revoked && assigned) {
        beforeRevoke.run();
        assignment.revoked(Set.of(PARTITION));
        assigned = false;
      } else if (!assigned && !revoked) {
        assignment.assigned(PARTITION, committed);
        assigned = true;
      }
      List<ConsumerRecord<byte[], byte[]>> batch = batches.poll();
      if (batch == null || !assigned) {
        return List.of();
      }
      position = Math.max(position, batch.size());
      last = batch;
      return batch;
    }

    @Override
    public OptionalLong position(TopicPartition partition) {
      return OptionalLong.of(position);
    }

    @Override
    public void hold(Set<TopicPartition> partitions) {
      held = partitions;
    }

    @Override
    public void rewind(TopicPartition partition, long offset) {
      assertThat(partition).isEqualTo(PARTITION);
      batches.add(last.subList((int) offset, last.size()));
    }

    @Override
    @SuppressWarnings("removal") // without a group nothing else makes one
    public ConsumerGroupMetadata member() {
      return new ConsumerGroupMetadata("sojourn-delivery");
    }

    @Override
    public void reopen() {
      reopened++;
      assigned = false;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class FakeOutcomes implements OutcomeProducer {
    private final Deque<Committed> answers = new ArrayDeque<>();
    private final List<OutcomeBatch> batches = new ArrayList<>();
    private @Nullable OutcomeBatch inFlight;
    private int commits;
    private int notReady;
    private boolean away;
    private boolean closed;

    @Override
    public boolean isReady() {
      return notReady-- <= 0;
    }

    @Override
    public Committed commit(OutcomeBatch batch, ConsumerGroupMetadata member) {
      inFlight = batch;
      if (away) {
        return Committed.NO;
      }
      if (batch.reports().isEmpty()) {
        // Of a proof; the answers that tests give are of outcomes.
        said(batch);
        return Committed.YES;
      }
      commits++;
      return await();
    }

    @Override
    public synchronized Committed await() {
      Committed answer = answers.isEmpty() ? Committed.YES : answers.remove();
      OutcomeBatch batch = inFlight;
      if (answer == Committed.YES && batch != null) {
        said(batch);
      }
      return answer;
    }

    private synchronized void said(OutcomeBatch batch) {
      batches.add(batch);
      notifyAll();
    }

    synchronized void await(BooleanSupplier isSo) throws InterruptedException {
      while (!isSo.getAsBoolean()) {
        wait();
      }
    }

    synchronized List<String> said() {
      return batches.stream()
          .map(OutcomeBatch::reports)
          .flatMap(Collection::stream)
          .map(FakeOutcomes::text)
          .toList();
    }

    private static String text(OutcomeReport report) {
      if (report instanceof OutcomeReport.DeadLetter letter) {
        assertThat(letter.why()).isNotBlank();
        return "buried " + letter.action().offset();
      }
      var outcome = ((OutcomeReport.Outcome) report).outcome();
      return outcome.result() + " " + number(outcome.sendId());
    }

    synchronized CommittedProgress last() {
      return batches.stream()
          .flatMap(batch -> batch.progress().values().stream())
          .reduce(CommittedProgress.upTo(0), (before, after) -> after);
    }

    long progress() {
      return last().offset();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
