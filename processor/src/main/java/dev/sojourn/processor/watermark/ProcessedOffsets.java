package dev.sojourn.processor.watermark;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** How far one task has read its inputs. Used by its stream thread alone. */
final class ProcessedOffsets implements EndOffsetWatermark.Progress {

  private final Consumed consumed;
  private final Map<TopicPartition, Long> processed = new HashMap<>();

  /** What the consumer of the calling stream thread has done. */
  interface Consumed {

    /** The last offset that it has handed out. */
    OptionalLong lastDelivered(TopicPartition partition);

    /** Where it reads on. */
    OptionalLong position(TopicPartition partition);
  }

  ProcessedOffsets(Consumed consumed) {
    this.consumed = consumed;
  }

  /** The task has processed this record, and everything before it in its partition. */
  void processed(TopicPartition partition, long offset) {
    processed.put(partition, offset);
  }

  @Override
  public boolean past(TopicPartition partition, long offset) {
    long done = processed.getOrDefault(partition, Long.MIN_VALUE);
    if (done >= offset - 1) {
      // Under a steady load there is always something handed out and not yet processed.
      return true;
    }
    // Only markers of transactions, which are never handed out, lie between here and there.
    OptionalLong delivered = consumed.lastDelivered(partition);
    boolean buffered = delivered.isPresent() && delivered.getAsLong() > done;
    OptionalLong position = consumed.position(partition);
    return !buffered && position.isPresent() && position.getAsLong() >= offset;
  }
}
