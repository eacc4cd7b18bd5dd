package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.topics.topic.TopicPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Producer shared by all gateways of a node. Thread-safe. */
final class LogWriter implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofMillis(1_500);

  private final Producer<String, byte[]> producer;

  LogWriter(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    // Acknowledged records must survive the loss of a broker, and be in the log once.
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A caller waits: an unreachable cluster must become a 503 before the caller gives up.
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000L);
    // Do not delay records to fill a batch while a caller waits.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // The largest event must fit with its headers; the broker accepts the same size.
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_MESSAGE_BYTES);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Completes on the acknowledgement; fails with {@link UnavailableException}. */
  CompletableFuture<RecordMetadata> write(ProducerRecord<String, byte[]> record) {
    CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
    try {
      // The callback reports everything the returned future would.
      Future<RecordMetadata> unused =
          producer.send(
              record,
              (place, failure) -> {
                if (failure == null) {
                  written.complete(place);
                } else {
                  written.completeExceptionally(unavailable(failure));
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      written.completeExceptionally(unavailable(e));
    }
    return written;
  }

  private static UnavailableException unavailable(Exception cause) {
    return UnavailableException.unwritten(cause);
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
