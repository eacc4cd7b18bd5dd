package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reply listener: reads this node's partition of the results topic and completes the pending reply
 * with the same correlation id. Several nodes may share a partition: replies that nobody here waits
 * for are another node's.
 */
final class ReplyListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplyListener.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PAUSE_MS = 500;
  private static final Duration START = Duration.ofSeconds(30);

  private final Map<String, List<PendingReply>> waiting = new ConcurrentHashMap<>();
  private final Consumer<String, byte[]> consumer;
  private final int partition;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  private ReplyListener(Consumer<String, byte[]> consumer, int partition) {
    this.consumer = consumer;
    this.partition = partition;
    this.thread = new Thread(this::listen, "sojourn-replies");
    this.thread.setDaemon(true);
  }

  /**
   * Starts listening. When this returns, every reply written from now on will be seen.
   *
   * @param kafka bootstrap servers and user settings
   */
  static ReplyListener open(String topic, String nodeId, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    // A reply is valid only once the decision it reports is committed.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // When the position is lost, nobody waits for the old replies any more.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    try {
      int partitions = consumer.partitionsFor(topic, START).size();
      if (partitions == 0) {
        throw new IllegalStateException("expected a topic '%s', found none".formatted(topic));
      }
      TopicPartition own = new TopicPartition(topic, Partitions.of(nodeId, partitions));
      consumer.assign(List.of(own));
      consumer.seekToEnd(List.of(own));
      // Seeking is lazy; asking for the position forces it before anybody can write.
      consumer.position(own, START);
      ReplyListener replies = new ReplyListener(consumer, own.partition());
      replies.thread.start();
      return replies;
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** The partition to which replies for this node are written. */
  int partition() {
    return partition;
  }

  /**
   * Registers a pending reply. Call it before sending the request.
   *
   * @param correlation the correlation id of the reply
   */
  CompletableFuture<Result> expect(String correlation, Duration deadline) {
    PendingReply awaited = new PendingReply();
    waiting.compute(
        correlation,
        (id, others) -> {
          List<PendingReply> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(awaited);
          return all;
        });
    return awaited
        .future()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((result, failure) -> forget(correlation, awaited));
  }

  private void forget(String correlation, PendingReply awaited) {
    waiting.computeIfPresent(
        correlation,
        (id, all) -> {
          all.remove(awaited);
          return all.isEmpty() ? null : all;
        });
  }

  private void listen() {
    while (closing.getCount() > 0) {
      try {
        consumer.poll(POLL).forEach(this::deliver);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("woken up", e);
      } catch (KafkaException e) {
        // Waiting requests get a 503 at their deadline; later replies may get through again.
        LOG.warn("cannot read replies now", e);
        pause();
      }
    }
  }

  /** Keeps a lasting fault from burning a core or flooding the log. */
  private void pause() {
    try {
      if (closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        LOG.debug("closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(ConsumerRecord<String, byte[]> record) {
    List<PendingReply> all = record.key() == null ? null : waiting.get(record.key());
    if (all == null || record.value() == null) {
      return;
    }
    try {
      Result result = Result.read(record.value());
      all.forEach(awaited -> awaited.take(result));
    } catch (UncheckedIOException e) {
      // Without the cause: it quotes the record, which contains personal data.
      LOG.warn(
          "{} at offset {} of {}, found something else",
          e.getMessage(),
          record.offset(),
          record.topic());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    waiting.values().stream()
        .flatMap(List::stream)
        .forEach(
            awaited ->
                awaited
                    .future()
                    .completeExceptionally(new UnavailableException("this node is stopping")));
    if (!thread.isAlive()) {
      consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
    }
  }
}
