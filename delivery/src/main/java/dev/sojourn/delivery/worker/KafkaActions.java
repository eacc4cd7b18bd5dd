package dev.sojourn.delivery.worker;

import dev.sojourn.topics.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actions topic, shared with all other nodes. */
final class KafkaActions implements Actions {

  private static final Logger log = LoggerFactory.getLogger(KafkaActions.class);

  private static final Duration COMMIT = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final Map<String, Object> settings;
  private final String topic;

  /** Where to go on after what is done and not yet committed. */
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  private KafkaConsumer<byte[], byte[]> consumer;
  private boolean commitsFail;

  KafkaActions(Topics topics, Map<String, Object> kafka) {
    this.settings = settings(topics, kafka);
    this.topic = topics.actions();
    this.consumer = open();
  }

  private static Map<String, Object> settings(Topics topics, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "-delivery");
    // The identity that a caller gives its own consumers would fence one of the two.
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    // As the engine's own group (DESIGN 9).
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
    // A rebalance stops only the partitions that move.
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class.getName()));
    // A dead node's actions wait no longer than this.
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    // An action of an aborted transaction was never decided.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // A new group owes every action that is in the log.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Offsets are committed after outcomes are acknowledged, never by the clock.
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // What a crash may make come twice, at most, per node.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    // A topic that is missing is a mistake that `sojourn topics` corrects, with the right settings.
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

  /** Called within {@link #take}, on the same thread. */
  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        commit();
      } finally {
        done.keySet().removeAll(Set.copyOf(partitions));
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      done.keySet().removeAll(Set.copyOf(partitions));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      log.debug("Assigned {}", partitions);
    }
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> take(Duration atMost) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.poll(atMost).forEach(records::add);
    return records;
  }

  @Override
  public void done(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      done.put(partition(record), new OffsetAndMetadata(record.offset() + 1));
    }
  }

  @Override
  public void putBack(List<ConsumerRecord<byte[], byte[]>> records) {
    Set<TopicPartition> sought = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      // The first of each partition; the others follow it.
      if (sought.add(partition(record))) {
        consumer.seek(partition(record), record.offset());
      }
    }
  }

  private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  @Override
  public void commit() {
    if (done.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(Map.copyOf(done), COMMIT);
      done.clear();
      if (commitsFail) {
        commitsFail = false;
        log.info("Offsets of actions can be committed again");
      }
    } catch (CommitFailedException e) {
      // The partitions are somebody else's by now, who starts from the last commit.
      done.clear();
      log.info("Actions that are done will be taken by another node, too: the group moved on");
    } catch (RebalanceInProgressException e) {
      log.debug("Offsets will be committed when the rebalance is over", e);
    } catch (RetriableException e) {
      if (!commitsFail) {
        commitsFail = true;
        log.warn("Offsets of actions cannot be committed, trying again: {}", e.getMessage());
      }
    }
  }

  @Override
  public void reopen() {
    done.clear();
    close();
    consumer = open();
  }

  @Override
  public void close() {
    try {
      consumer.close(CloseOptions.timeout(CLOSE));
    } catch (KafkaException e) {
      log.debug("The consumer of actions did not close cleanly", e);
    }
  }
}
