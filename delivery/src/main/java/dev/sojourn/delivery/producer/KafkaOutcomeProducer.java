package dev.sojourn.delivery.producer;

import dev.sojourn.delivery.inflight.OutcomeBatch;
import dev.sojourn.delivery.inflight.OutcomeReport;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.topic.Headers;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.TopicPlan;
import dev.sojourn.topics.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Producer for the outcomes and dead-letter topics. */
public final class KafkaOutcomeProducer implements OutcomeProducer {

  private static final Logger log = LoggerFactory.getLogger(KafkaOutcomeProducer.class);

  private static final Duration CLOSE = Duration.ofMillis(500);

  /** Above this size the kept message is dropped: the outcome matters more. */
  private static final int MAX_OUTCOME_BYTES = TopicPlan.MAX_MESSAGE_BYTES - 64 * 1024;

  /** A dead letter's value is truncated to this many bytes. */
  private static final int MAX_DEAD_VALUE = 1024 * 1024;

  private static final int MAX_DEAD_KEY = 64 * 1024;
  private static final int MAX_DEAD_MESSAGE = 1_000;

  private final Map<String, Object> settings;
  private final Topics topics;

  /** Null before first use, and after an error: a producer that threw is not reused. */
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /** Partition count of the outcomes topic; 0 until the producer is ready. */
  private int partitions;

  private boolean failing;

  public KafkaOutcomeProducer(Topics topics, Map<String, Object> kafka, String nodeId) {
    this.settings = settings(topics, kafka, nodeId);
    this.topics = topics;
  }

  private static Map<String, Object> settings(
      Topics topics, Map<String, Object> kafka, String nodeId) {
    Map<String, Object> settings = new HashMap<>(kafka);
    // The same after a restart, so that this node's earlier transactions are fenced.
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.deliveryGroup() + "-" + nodeId);
    // Consumers of outcomes, and nodes that take over from a dead one, wait at most this long.
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    // A commit must survive the loss of a broker.
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A kept message may be larger than the default of 1 MiB.
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_MESSAGE_BYTES);
    // An unreachable broker must not block this thread for longer than closing may take.
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  @Override
  public boolean isReady() {
    try {
      ready();
      return true;
    } catch (KafkaException | IllegalStateException e) {
      failed(e);
      return false;
    }
  }

  private KafkaProducer<byte[], byte[]> ready() {
    if (producer == null) {
      producer = new KafkaProducer<>(settings);
    }
    if (partitions == 0) {
      producer.initTransactions();
      partitions = producer.partitionsFor(topics.outcomes()).size();
    }
    return producer;
  }

  @Override
  public Committed commit(OutcomeBatch batch, ConsumerGroupMetadata member) {
    try {
      KafkaProducer<byte[], byte[]> open = ready();
      open.beginTransaction();
      for (OutcomeReport report : batch.reports()) {
        send(open, record(report));
      }
      if (!batch.progress().isEmpty()) {
        open.sendOffsetsToTransaction(offsets(batch), member);
      }
    } catch (KafkaException | IllegalStateException e) {
      failed(e);
      return Committed.NO;
    }
    return await();
  }

  /** Stops at the first record the client rejects: each rejection may take seconds. */
  private static void send(
      KafkaProducer<byte[], byte[]> open, ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> sent = open.send(record);
    if (sent.isDone()) {
      try {
        sent.get();
      } catch (ExecutionException e) {
        throw new KafkaException("a record was refused", e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(OutcomeBatch batch) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    batch.progress().forEach((partition, progress) -> offsets.put(partition, progress.commit()));
    return offsets;
  }

  @Override
  public Committed await() {
    try {
      ready().commitTransaction();
    } catch (TimeoutException e) {
      warnOnce(e.toString());
      return Committed.UNKNOWN;
    } catch (KafkaException | IllegalStateException e) {
      failed(e);
      return Committed.NO;
    }
    if (failing) {
      failing = false;
      log.info("Committing outcomes works again");
    }
    return Committed.YES;
  }

  private ProducerRecord<byte[], byte[]> record(OutcomeReport report) {
    if (report instanceof OutcomeReport.DeadLetter letter) {
      return deadLetter(topics, letter.action(), letter.why());
    }
    SendOutcome outcome = ((OutcomeReport.Outcome) report).outcome();
    return new ProducerRecord<>(
        topics.outcomes(),
        Partitions.of(outcome.userId(), partitions),
        outcome.userId().getBytes(StandardCharsets.UTF_8),
        fitting(outcome));
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

  /** The original record under its key, in the partition of the same number, with error headers. */
  public static ProducerRecord<byte[], byte[]> deadLetter(
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

  private void failed(RuntimeException e) {
    if (e instanceof CommitFailedException) {
      // A rebalance intervened: the next commit uses the new generation.
      log.debug("Cannot commit progress after a rebalance", e);
      abort();
      return;
    }
    warnOnce(e.toString());
    // While the coordinator does not answer, the request is pending in this producer; keep it.
    if (!(partitions == 0 && e instanceof TimeoutException)) {
      discard();
    }
  }

  private void abort() {
    try {
      ready().abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      log.debug("Cannot abort the transaction", e);
      discard();
    }
  }

  private void warnOnce(String why) {
    if (!failing) {
      failing = true;
      log.warn("Cannot commit outcomes, retrying: {}", why);
    }
  }

  /** Some errors are fatal to a producer. The next one aborts the transaction this one began. */
  private void discard() {
    close();
    producer = null;
    partitions = 0;
  }

  @Override
  public void close() {
    try {
      if (producer != null) {
        producer.close(CLOSE);
      }
    } catch (KafkaException e) {
      log.debug("The outcome producer did not close cleanly", e);
    }
  }
}
