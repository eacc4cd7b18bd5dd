package dev.sojourn.delivery.consumer;

import dev.sojourn.delivery.inflight.CommittedProgress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumer of actions. Used by one thread. Any method may throw when it cannot continue before
 * {@link #reopen()}; uncommitted actions are then delivered again.
 */
public interface ActionConsumer extends AutoCloseable {

  /** Listener for partition assignments, called within {@link ActionConsumer#take}. */
  interface Assignment {

    /** Actions of this partition may arrive from now on. */
    void assigned(TopicPartition partition, CommittedProgress committed);

    /** Once this returns, another node continues from the committed progress. */
    void revoked(Collection<TopicPartition> partitions);

    /** Another node may have been consuming these partitions for some time. */
    void lost(Collection<TopicPartition> partitions);
  }

  /** The next actions, in order within each partition. */
  List<ConsumerRecord<byte[], byte[]>> take(Duration atMost, Assignment assignment);

  /** The offset of an assigned partition before which everything has been taken. */
  OptionalLong position(TopicPartition partition);

  /** Pauses these partitions and resumes all others. */
  void hold(Set<TopicPartition> partitions);

  /** Continues an assigned partition from this offset. */
  void rewind(TopicPartition partition, long offset);

  /** The group member in whose name progress is committed. */
  ConsumerGroupMetadata member();

  /** Starts over from committed progress, with no partitions assigned. */
  void reopen();

  @Override
  void close();
}
