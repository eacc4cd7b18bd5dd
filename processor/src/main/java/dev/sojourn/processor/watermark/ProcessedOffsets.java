package dev.sojourn.processor.watermark;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** The offsets that one task has processed. Used only by its stream thread. */
final class ProcessedOffsets implements EndOffsetWatermark.Progress {

  private final Consumed consumed;
  private final Map<TopicPartition, Long> processed = new HashMap<>();

  /** The consumer of the calling stream thread. */
  interface Consumed {

    /** The last offset that the consumer has returned from a poll. */
    OptionalLong lastDelivered(TopicPartition partition);

    /** The consumer's position. */
    OptionalLong position(TopicPartition partition);
  }

  ProcessedOffsets(Consumed consumed) {
    this.consumed = consumed;
  }

  /** Records that the task has processed this record, and everything before it in its partition. */
  void processed(TopicPartition partition, long offset) {
    processed.put(partition, offset);
  }

  @Override
  public boolean past(TopicPartition partition, long offset) {
    long done = processed.getOrDefault(partition, Long.MIN_VALUE);
    if (done >= offset - 1) {
      // Under a steady load there is always a record polled and not yet processed.
      return true;
    }
    // Only transaction markers, which a poll never returns, lie between the two offsets.
    OptionalLong delivered = consumed.lastDelivered(partition);
    boolean buffered = delivered.isPresent() && delivered.getAsLong() > done;
    OptionalLong position = consumed.position(partition);
    return !buffered && position.isPresent() && position.getAsLong() >= offset;
  }
}
