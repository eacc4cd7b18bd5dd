package dev.sojourn.app.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.sojourn.app.settings.Settings;
import dev.sojourn.topics.topic.Partitions;
import dev.sojourn.topics.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics, by nothing but Kafka's own clients. */
final class EventTopic implements AutoCloseable {

  private final Settings.Kafka kafka;
  private final String events;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> deadLetters;
  private final List<DeadLetter> seen = new CopyOnWriteArrayList<>();

  EventTopic(Settings.Kafka kafka) {
    this.kafka = kafka;
    this.events = kafka.topics().events();
    this.producer =
        new KafkaProducer<>(
            kafka.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    Map<String, Object> reading = new TreeMap<>(kafka.clientSettings());
    reading.put("isolation.level", "read_committed");
    this.deadLetters =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, Installation.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(kafka.topics().deadLetters(), partition))
            .toList();
    deadLetters.assign(all);
    deadLetters.seekToBeginning(all);
  }

  /** What could not be processed, and why; the value as Latin-1, which loses no byte. */
  record DeadLetter(Map<String, String> headers, String value) {

    String header(String name) {
      return Objects.requireNonNullElse(headers.get(name), "");
    }

    boolean isOf(RecordMetadata place) {
      return header("sojourn-source-topic").equals(place.topic())
          && header("sojourn-source-partition").equals(Integer.toString(place.partition()))
          && header("sojourn-source-offset").equals(Long.toString(place.offset()));
    }
  }

  /** Writes an event as Kafka's own partitioner places it. */
  RecordMetadata write(String userId, String json) {
    return write(new ProducerRecord<>(events, bytes(userId), bytes(json)));
  }

  /** Writes an event into a partition that is not its person's. */
  RecordMetadata writeAstray(String userId, String json) {
    int wrong = (Partitions.of(userId, Installation.PARTITIONS) + 1) % Installation.PARTITIONS;
    return write(new ProducerRecord<>(events, wrong, bytes(userId), bytes(json)));
  }

  /** Writes an event astray that says it has been sent on once. */
  RecordMetadata writeRerouted(String userId, String json) {
    int wrong = (Partitions.of(userId, Installation.PARTITIONS) + 1) % Installation.PARTITIONS;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(events, wrong, bytes(userId), bytes(json));
    record.headers().add("sojourn-rerouted", bytes("0-0"));
    return write(record);
  }

  /** Writes an event and waits for nothing. */
  void send(String userId, String json) {
    // A failure shows in what does not come of it.
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(events, bytes(userId), bytes(json)));
  }

  /** Returns when the log has everything that was sent. */
  void settle() {
    producer.flush();
  }

  /** Writes anything at all. */
  RecordMetadata write(byte[] key, byte[] value) {
    return write(new ProducerRecord<>(events, key, value));
  }

  private RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get(20, SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("expected to write an event", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The dead letter that a record has become. */
  DeadLetter deadLetterOf(RecordMetadata place) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .until(() -> find(place), Optional::isPresent)
        .orElseThrow();
  }

  private synchronized Optional<DeadLetter> find(RecordMetadata place) {
    deadLetters.poll(Duration.ofMillis(100)).forEach(record -> seen.add(read(record)));
    return seen.stream().filter(letter -> letter.isOf(place)).findFirst();
  }

  private static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return new DeadLetter(headers, new String(record.value(), StandardCharsets.ISO_8859_1));
  }

  /** Every key, header and value of a topic, one after the other, as far as it goes now. */
  String everythingIn(Topics.Role role) {
    Map<String, Object> reading = new TreeMap<>(kafka.clientSettings());
    reading.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(kafka.topics().name(role)).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      StringBuilder text = new StringBuilder();
      while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          record.headers().forEach(header -> append(text, header.value()));
          append(text, record.key());
          append(text, record.value());
        }
      }
      return text.toString();
    }
  }

  private static void append(StringBuilder text, byte[] bytes) {
    text.append(bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    deadLetters.close();
  }
}
