package dev.sojourn.delivery.worker;

import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outcomes and dead letters topics. */
final class KafkaOutcomes implements Outcomes {

  private static final Logger log = LoggerFactory.getLogger(KafkaOutcomes.class);

  private static final Duration CLOSE = Duration.ofMillis(500);

  /** Above this, an outcome goes without the message that it keeps: the outcome matters more. */
  private static final int MAX_OUTCOME_BYTES = TopicPlan.MAX_MESSAGE_BYTES - 64 * 1024;

  /** Of a dead letter's value, its beginning is kept. */
  private static final int MAX_DEAD_VALUE = 1024 * 1024;

  private static final int MAX_DEAD_KEY = 64 * 1024;
  private static final int MAX_DEAD_MESSAGE = 1_000;

  /** How many calls without an acknowledgement are no news yet. */
  private static final int SLOW = 5;

  private final Map<String, Object> settings;
  private final Topics topics;
  private final Deque<Unsettled> unsettled = new ArrayDeque<>();
  private KafkaProducer<byte[], byte[]> producer;

  /** Of the outcomes topic; 0 until the broker said. */
  private int partitions;

  private int slow;
  private boolean failing;

  /** Something to be sent, by the number of partitions, until the broker has it. */
  private static final class Unsettled {
    private final IntFunction<ProducerRecord<byte[], byte[]>> record;
    private @Nullable Future<RecordMetadata> sent;

    Unsettled(IntFunction<ProducerRecord<byte[], byte[]>> record) {
      this.record = record;
    }
  }

  KafkaOutcomes(Topics topics, Map<String, Object> kafka) {
    this.settings = settings(kafka);
    this.topics = topics;
    this.producer = new KafkaProducer<>(settings);
  }

  private static Map<String, Object> settings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    // A caller's transactions are its own.
    settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    // An offset is committed on the strength of this acknowledgement.
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A kept message may be larger than the default of 1 MiB.
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_MESSAGE_BYTES);
    // A broker that is away must not hold this thread for longer than closing may take.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  @Override
  public void report(SendOutcome outcome) {
    byte[] key = outcome.userId().getBytes(StandardCharsets.UTF_8);
    byte[] value = fitting(outcome);
    send(
        count ->
            new ProducerRecord<>(
                topics.outcomes(), Partitions.of(outcome.userId(), count), key, value));
  }

  private static byte[] fitting(SendOutcome outcome) {
    byte[] bytes = outcome.bytes();
    if (bytes.length <= MAX_OUTCOME_BYTES || outcome.message() == null) {
      return bytes;
    }
    return new SendOutcome(
            outcome.sendId(),
            outcome.attempt(),
            outcome.userId(),
            outcome.result(),
            outcome.error(),
            outcome.retryAfterMs(),
            null)
        .bytes();
  }

  @Override
  public void bury(ConsumerRecord<byte[], byte[]> action, String message) {
    ProducerRecord<byte[], byte[]> letter = deadLetter(topics, action, message);
    send(count -> letter);
  }

  /** The original under its key, in the partition of the same number, with what is known of it. */
  static ProducerRecord<byte[], byte[]> deadLetter(
      Topics topics, ConsumerRecord<byte[], byte[]> action, String message) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(
            topics.deadLetters(),
            action.partition(),
            head(action.key(), MAX_DEAD_KEY),
            head(action.value(), MAX_DEAD_VALUE));
    String text =
        message.length() <= MAX_DEAD_MESSAGE ? message : message.substring(0, MAX_DEAD_MESSAGE);
    letter
        .headers()
        .add(Headers.REASON, Headers.bytes("invalid_action"))
        .add(Headers.SOURCE, Headers.bytes("delivery"))
        .add(Headers.SOURCE_TOPIC, Headers.bytes(action.topic()))
        .add(Headers.SOURCE_PARTITION, Headers.bytes(action.partition()))
        .add(Headers.SOURCE_OFFSET, Headers.bytes(action.offset()))
        .add(Headers.MESSAGE, Headers.bytes(text));
    byte @Nullable [] value = action.value();
    if (value != null && value.length > MAX_DEAD_VALUE) {
      letter.headers().add(Headers.CUT_FROM, Headers.bytes(value.length));
    }
    return letter;
  }

  @SuppressWarnings("NullAway") // Kafka takes null for a key or value that is not there
  private static byte[] head(byte @Nullable [] bytes, int length) {
    return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void send(IntFunction<ProducerRecord<byte[], byte[]>> record) {
    Unsettled one = new Unsettled(record);
    unsettled.add(one);
    // On its way at once when all is well; else the next settle sees to it, in its own time.
    if (partitions > 0 && !failing) {
      try {
        send(one);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it could be handed to the client; that it arrived is another matter. */
  private boolean send(Unsettled one) throws InterruptedException {
    try {
      if (partitions == 0) {
        partitions = producer.partitionsFor(topics.outcomes()).size();
      }
      Future<RecordMetadata> sent = producer.send(one.record.apply(partitions));
      one.sent = sent;
      // The client reports by a future that it waited in vain for the broker, which is enough.
      return !sent.isDone() || acknowledged(one, System.nanoTime());
    } catch (KafkaException | IllegalStateException e) {
      failed(e);
      return false;
    }
  }

  @Override
  public boolean settle(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (Unsettled one : unsettled) {
      if (one.sent == null && !send(one)) {
        return false;
      }
    }
    while (!unsettled.isEmpty()) {
      if (!acknowledged(unsettled.element(), end)) {
        return false;
      }
      unsettled.remove();
    }
    slow = 0;
    if (failing) {
      failing = false;
      log.info("Outcomes are acknowledged again");
    }
    return true;
  }

  private boolean acknowledged(Unsettled one, long end) throws InterruptedException {
    Future<RecordMetadata> sent = one.sent;
    if (sent == null) {
      return false;
    }
    try {
      sent.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      if (++slow == SLOW) {
        warnOnce("no acknowledgement yet");
      }
      return false;
    } catch (ExecutionException e) {
      one.sent = null;
      failed(e.getCause() == null ? e : e.getCause());
      return false;
    }
  }

  private void failed(Throwable cause) {
    warnOnce(cause.toString());
    if (!(cause instanceof RetriableException)) {
      renew();
    }
  }

  private void warnOnce(String why) {
    if (!failing) {
      failing = true;
      log.warn("Outcomes cannot be reported, trying again: {}", why);
    }
  }

  /** Some errors a producer does not recover from, and it does not say which. */
  private void renew() {
    close();
    unsettled.forEach(one -> one.sent = null);
    try {
      producer = new KafkaProducer<>(settings);
    } catch (KafkaException e) {
      // The closed one refuses with an IllegalStateException, which leads here again.
      log.debug("The producer of outcomes could not be opened", e);
    }
  }

  @Override
  public void close() {
    try {
      producer.close(CLOSE);
    } catch (KafkaException e) {
      log.debug("The producer of outcomes did not close cleanly", e);
    }
  }
}
