package dev.sojourn.delivery.consumer;

import dev.sojourn.delivery.inflight.CommittedProgress;
import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumer of the actions topic, whose partitions all nodes share. */
public final class KafkaActionConsumer implements ActionConsumer {

  private static final Logger log = LoggerFactory.getLogger(KafkaActionConsumer.class);

  /** Session timeout: the longest that a dead node's actions wait. */
  public static final Duration SESSION = Duration.ofSeconds(10);

  private static final Duration COMMITTED = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final Map<String, Object> settings;
  private final String topic;

  /** Partitions whose committed progress is known. */
  private final Set<TopicPartition> begun = new HashSet<>();

  private KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Assignment assignment;

  public KafkaActionConsumer(Topics topics, Map<String, Object> kafka) {
    this.settings = settings(topics, kafka);
    this.topic = topics.actions();
    this.consumer = open();
  }

  private static Map<String, Object> settings(Topics topics, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.deliveryGroup());
    // A static member id that the caller gives its own consumers would fence one of the two.
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    // The same as the engine's own group (DESIGN 9).
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    // Rebalances pause only the partitions that move.
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class.getName()));
    // The default of 45 s would delay a dead node's actions; send leases last half the session.
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    // An action of an aborted transaction was never decided.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A new group must process every action in the log.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // The outcome producer commits progress together with outcomes.
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // `sojourn topics` creates missing topics with the right settings; auto-creation would not.
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  private KafkaConsumer<byte[], byte[]> open() {
    KafkaConsumer<byte[], byte[]> opened = new KafkaConsumer<>(settings);
    opened.subscribe(List.of(topic), new Rebalances());
    return opened;
  }

  /** Called within {@link #take}, on the same thread, and by the client while it closes. */
  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      giveBack(partitions, Assignment::revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      log.info("Dropped from the consumer group: other nodes took over {}", partitions);
      giveBack(partitions, Assignment::lost);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      log.debug("Assigned {}", partitions);
    }

    private void giveBack(
        Collection<TopicPartition> partitions,
        BiConsumer<Assignment, Collection<TopicPartition>> callback) {
      List<TopicPartition> left = partitions.stream().filter(begun::contains).toList();
      if (assignment != null && !left.isEmpty()) {
        callback.accept(assignment, left);
      }
      left.forEach(begun::remove);
    }
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> take(Duration atMost, Assignment follower) {
    assignment = follower;
    try {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(atMost);
      begin(polled, follower);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
      for (TopicPartition partition : polled.partitions()) {
        List<ConsumerRecord<byte[], byte[]>> some = polled.records(partition);
        if (begun.contains(partition)) {
          records.addAll(some);
        } else {
          consumer.seek(partition, some.get(0).offset());
        }
      }
      return records;
    } finally {
      assignment = null;
    }
  }

  /**
   * Reads the committed progress of new partitions. Not on assignment: a commit of the previous
   * owner may still be in progress then, and other partitions would wait for it.
   */
  private void begin(ConsumerRecords<byte[], byte[]> polled, Assignment follower) {
    Set<TopicPartition> fresh = new HashSet<>(consumer.assignment());
    fresh.removeAll(begun);
    if (fresh.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed;
    try {
      committed = consumer.committed(fresh, COMMITTED);
    } catch (TimeoutException e) {
      log.debug("The committed progress of {} is not known yet", fresh, e);
      return;
    }
    for (TopicPartition partition : fresh) {
      OffsetAndMetadata found = committed.get(partition);
      Optional<CommittedProgress> progress =
          found == null
              ? fromTheStart(partition, polled.records(partition))
              : Optional.of(CommittedProgress.read(found));
      if (progress.isPresent()) {
        begun.add(partition);
        follower.assigned(partition, progress.get());
      }
    }
  }

  /** The group has no commit for this partition. */
  private Optional<CommittedProgress> fromTheStart(
      TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
    OptionalLong start =
        records.isEmpty() ? position(partition) : OptionalLong.of(records.get(0).offset());
    return start.isPresent()
        ? Optional.of(CommittedProgress.upTo(start.getAsLong()))
        : Optional.empty();
  }

  @Override
  public OptionalLong position(TopicPartition partition) {
    try {
      return OptionalLong.of(consumer.position(partition, Duration.ZERO));
    } catch (TimeoutException e) {
      // Just assigned: the next poll finds the position.
      return OptionalLong.empty();
    }
  }

  @Override
  public void hold(Set<TopicPartition> partitions) {
    Set<TopicPartition> paused = consumer.paused();
    if (paused.equals(partitions)) {
      return;
    }
    consumer.resume(paused);
    Set<TopicPartition> held = new HashSet<>(consumer.assignment());
    held.retainAll(partitions);
    consumer.pause(held);
  }

  @Override
  public void rewind(TopicPartition partition, long offset) {
    consumer.seek(partition, offset);
  }

  @Override
  public ConsumerGroupMetadata member() {
    return consumer.groupMetadata();
  }

  @Override
  public void reopen() {
    close();
    begun.clear();
    consumer = open();
  }

  @Override
  public void close() {
    try {
      consumer.close(CloseOptions.timeout(CLOSE));
    } catch (KafkaException e) {
      log.debug("The action consumer did not close cleanly", e);
    }
  }
}
