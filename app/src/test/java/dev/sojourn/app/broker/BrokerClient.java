package dev.sojourn.app.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the tests do to a broker, through Kafka's own clients. */
final class BrokerClient {

  private static final int MAX_REQUEST = 3 * 1024 * 1024;

  private final String bootstrapServers;

  BrokerClient(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  void createTopic(String topic, int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      NewTopic created =
          new NewTopic(topic, partitions, (short) 1)
              .configs(Map.of("message.timestamp.type", "LogAppendTime"));
      admin.createTopics(List.of(created)).all().get(30, SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic not created", e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("topic not created", e);
    }
  }

  /** Writes the values in one transaction and commits it. */
  void commit(String topic, String... values) {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, topic, values);
      producer.commitTransaction();
    }
  }

  /** Writes the values in one transaction and aborts it. */
  void abort(String topic, String... values) {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, topic, values);
      producer.abortTransaction();
    }
  }

  private static void send(KafkaProducer<String, String> producer, String topic, String... values) {
    for (String value : values) {
      try {
        producer.send(new ProducerRecord<>(topic, "key", value)).get(30, SECONDS);
      } catch (ExecutionException e) {
        throw new IllegalStateException("record not taken", e.getCause());
      } catch (InterruptedException | TimeoutException e) {
        throw new IllegalStateException("record not taken", e);
      }
    }
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "transactional.id", "broker-test",
            "max.request.size", MAX_REQUEST),
        new StringSerializer(),
        new StringSerializer());
  }

  /** Reads as a new group with read_committed until that many records came. */
  List<ConsumerRecord<String, String>> read(String topic, int count) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "reader-" + System.nanoTime(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      List<ConsumerRecord<String, String>> read = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                return read.size() >= count;
              });
      return List.copyOf(read);
    }
  }
}
