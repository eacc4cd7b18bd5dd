package dev.sojourn.delivery.template;

import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Registry feed from Kafka. It reads partition 0 only: each partition holds every change. */
final class KafkaRegistryFeed implements RegistryFeed {

  private static final Duration MAX_WAIT = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofMillis(250);

  private final Map<String, Object> settings;
  private final TopicPartition partition;
  private KafkaConsumer<byte[], byte[]> consumer;

  KafkaRegistryFeed(Topics topics, Map<String, Object> kafka) {
    this.settings = settings(kafka);
    this.partition = new TopicPartition(topics.registry(), 0);
    this.consumer = open();
  }

  private static Map<String, Object> settings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    // Every node reads the whole registry itself, so there is no group and nothing to commit.
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Entries of an aborted transaction were never published.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // `sojourn topics` creates missing topics with the right settings; auto-creation would not.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  private KafkaConsumer<byte[], byte[]> open() {
    KafkaConsumer<byte[], byte[]> opened = new KafkaConsumer<>(settings);
    opened.assign(List.of(partition));
    opened.seekToBeginning(List.of(partition));
    return opened;
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> read(Duration atMost) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(atMost).forEach(records::add);
    return records;
  }

  @Override
  public OptionalLong end() {
    try {
      Long end = consumer.endOffsets(List.of(partition), MAX_WAIT).get(partition);
      return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public OptionalLong position() {
    try {
      return OptionalLong.of(consumer.position(partition, MAX_WAIT));
    } catch (TimeoutException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void reopen() {
    close();
    consumer = open();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE));
  }
}
