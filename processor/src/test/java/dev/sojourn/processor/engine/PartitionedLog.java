package dev.sojourn.processor.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;

/** A topic, as its brokers would have it. */
final class PartitionedLog {

  private final Map<Integer, List<TestRecord<byte[], byte[]>>> records = new HashMap<>();

  void add(int partition, TestRecord<byte[], byte[]> record) {
    records.computeIfAbsent(partition, none -> new ArrayList<>()).add(record);
  }

  /** The records of a partition; each is at its offset. */
  List<TestRecord<byte[], byte[]>> of(int partition) {
    return List.copyOf(records.getOrDefault(partition, List.of()));
  }
}
