package dev.sojourn.processor.row;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** A stored row. */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Row(Bytes key, byte[] value) {

  /** The rows under this prefix whose values match. */
  public static List<Row> find(
      ReadOnlyKeyValueStore<Bytes, byte[]> store, Bytes prefix, Predicate<byte[]> matches) {
    List<Row> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.prefixScan(prefix, new BytesSerializer())) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        if (matches.test(row.value)) {
          found.add(new Row(row.key, row.value));
        }
      }
    }
    return found;
  }

  /** The row with this key, or none. */
  public static List<Row> find(ReadOnlyKeyValueStore<Bytes, byte[]> store, Bytes key) {
    byte[] value = store.get(key);
    return value == null ? List.of() : List.of(new Row(key, value));
  }
}
