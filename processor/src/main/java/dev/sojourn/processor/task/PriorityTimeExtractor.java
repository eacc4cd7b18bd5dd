package dev.sojourn.processor.task;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Timestamp extractor that puts commands and registry entries ahead of any backlog of events, so
 * that they take effect for the next event. Kafka Streams takes the record with the earliest
 * timestamp first.
 */
public final class PriorityTimeExtractor implements TimestampExtractor {

  /** Subtracted from the append time, in ms: about 35 years. */
  private static final long HEAD_START_MS = 1L << 40;

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    return Math.max(0, record.timestamp() - HEAD_START_MS);
  }

  /** The append time of a record, given its extracted timestamp. */
  public static long originalTime(long extracted) {
    return extracted + HEAD_START_MS;
  }
}
