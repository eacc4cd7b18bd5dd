package dev.sojourn.benchmarks.load;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Stub delivery whose provider succeeds at once. It reads committed actions only, so a send counts
 * from the moment a real delivery could act on it.
 */
final class StubDelivery extends Load {

  private final Topics topics;
  private final int partitions;
  private final long sleepMs;
  private final Ledger ledger;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /**
   * Creates a stub that reads actions from now on.
   *
   * @param sleepMs how long the journeys sleep before their last send
   */
  StubDelivery(
      Map<String, Object> cluster, Topics topics, int partitions, long sleepMs, Ledger ledger) {
    super("stub-delivery");
    this.topics = topics;
    this.partitions = partitions;
    this.sleepMs = sleepMs;
    this.ledger = ledger;
    Map<String, Object> reading = new HashMap<>(cluster);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    this.consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Map<String, Object> writing = new HashMap<>(cluster);
    writing.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    writing.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    this.producer =
        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns once no action written from now on can be missed. */
  void awaitListening() throws InterruptedException {
    listening.await();
  }

  @Override
  void run() {
    try (consumer;
        producer) {
      List<TopicPartition> all =
          IntStream.range(0, partitions)
              .mapToObj(partition -> new TopicPartition(topics.actions(), partition))
              .toList();
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(consumer::position);
      listening.countDown();
      while (!isStopped()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
          deliver(SendAction.read(record.value()), System.currentTimeMillis());
        }
        Exception error = failure.get();
        if (error != null) {
          throw new IllegalStateException("expected every outcome to be taken", error);
        }
      }
    }
  }

  private void deliver(SendAction action, long nowMs) {
    InstanceId instance = action.sendId().instance();
    String step = action.sendId().step();
    boolean afterSleep = step.endsWith(Stages.AFTER_SLEEP);
    if (!ledger.ordered(instance, step)) {
      return;
    }
    if (afterSleep) {
      ledger.timerSeen(instance, nowMs);
    } else if (action.context().get("sentAt") instanceof Number sentAt) {
      ledger.actionSeen(nowMs - sentAt.longValue());
    }
    SendOutcome outcome =
        new SendOutcome(
            action.sendId(),
            action.attempt(),
            action.userId(),
            OutcomeCame.Result.sent,
            null,
            null,
            null);
    producer.send(
        new ProducerRecord<>(
            topics.outcomes(),
            Partitions.of(action.userId(), partitions),
            Headers.bytes(action.userId()),
            outcome.bytes()),
        (metadata, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
            return;
          }
          if (!afterSleep) {
            // The instance starts to sleep at the append time of this outcome.
            ledger.dueAt(instance, metadata.timestamp() + sleepMs);
          }
          ledger.outcomeTaken();
        });
  }
}
