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
 * Where actions come from. One thread. Any method may throw when it cannot go on before {@link
 * #reopen()}; what was not committed then comes again.
 */
public interface ActionConsumer extends AutoCloseable {

  /** Who has to know which partitions are taken from. Told within {@link ActionConsumer#take}. */
  interface Assignment {

    /** Actions of this partition may come now. */
    void assigned(TopicPartition partition, CommittedProgress committed);

    /** Somebody else takes from them once this returns, from what is committed by then. */
    void revoked(Collection<TopicPartition> partitions);

    /** Somebody else may have been taking from them for some time. */
    void lost(Collection<TopicPartition> partitions);
  }

  /** The next ones, in the order of each partition. */
  List<ConsumerRecord<byte[], byte[]>> take(Duration atMost, Assignment assignment);

  /** Before which offset of an assigned partition all was taken that there is to take. */
  OptionalLong position(TopicPartition partition);

  /** From now on takes nothing from these, and again from all others. */
  void hold(Set<TopicPartition> partitions);

  /** Takes again from this offset of an assigned partition. */
  void rewind(TopicPartition partition, long offset);

  /** As whom progress is committed. */
  ConsumerGroupMetadata member();

  /** Starts over from what is committed; no partition is assigned then. */
  void reopen();

  @Override
  void close();
}
