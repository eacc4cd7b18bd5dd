package dev.sojourn.processor.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * In which order a task takes the records that wait for it: by intake time, except that admin
 * writes and published things come before any backlog of events.
 */
public final class Intake {

  /**
   * Taken off the time of what overtakes, in ms: about 35 years. Kafka Streams takes the record
   * with the earliest time first, and the true time can be had back.
   */
  private static final long HEAD_START = 1L << 40;

  private Intake() {}

  /** For what waits its turn. */
  public static final class InOrder implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
      return record.timestamp();
    }
  }

  /** For what overtakes. */
  public static final class Overtaking implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
      return Math.max(0, record.timestamp() - HEAD_START);
    }
  }

  /** The intake time of a record that has overtaken others. */
  public static long trueTime(long extracted) {
    return extracted + HEAD_START;
  }
}
