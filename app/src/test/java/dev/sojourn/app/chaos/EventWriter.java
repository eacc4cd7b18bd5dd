package dev.sojourn.app.chaos;

import dev.sojourn.topics.event.CanonicalEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An application that writes its events straight to the log, whether or not a node runs. */
final class EventWriter implements AutoCloseable {

  private static final String TOPIC = "sojourn.events";

  private final KafkaProducer<String, byte[]> producer;
  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();

  EventWriter(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Writes an event and returns when the log took it, by the log's own clock. */
  Instant write(String person, String event) {
    return taken(send(person, event, null));
  }

  /** Writes one later events need not wait for; see {@link #settle}. */
  void writeSoon(String person, String event, String uuid) {
    underWay.add(send(person, event, uuid));
  }

  /** Returns when the log has everything. */
  void settle() {
    underWay.forEach(EventWriter::taken);
    underWay.clear();
  }

  private Future<RecordMetadata> send(String person, String event, String uuid) {
    CanonicalEvent content =
        new CanonicalEvent(
            uuid, event, person, null, Map.of(), person + "@example.com", null, null);
    return producer.send(new ProducerRecord<>(TOPIC, person, content.bytes()));
  }

  private static Instant taken(Future<RecordMetadata> sent) {
    try {
      return Instant.ofEpochMilli(sent.get(30, TimeUnit.SECONDS).timestamp());
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("expected the log to take an event", e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
