package dev.sojourn.processor.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one partition, for readers on other threads. Each read sees what the task has
 * written so far, committed or not.
 */
public record PartitionView(
    int partition,
    ReadOnlyKeyValueStore<Bytes, byte[]> state,
    ReadOnlyKeyValueStore<Bytes, byte[]> counters,
    ReadOnlyWindowStore<Bytes, byte[]> history) {

  /** A row of the state store. */
  public byte @Nullable [] get(Bytes key) {
    return state.get(key);
  }

  /** All rows of the state store under a prefix; they must be few enough to hold in memory. */
  public List<KeyValue<Bytes, byte[]>> scan(Bytes prefix) {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found = state.prefixScan(prefix, new BytesSerializer())) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }
}
