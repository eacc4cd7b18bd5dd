package dev.sojourn.processor.row;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Deletes rows of a family by their content. */
public final class RowDeletion {

  private RowDeletion() {}

  /**
   * Deletes the rows under this prefix that match.
   *
   * @return the number of rows deleted
   */
  public static int of(KeyValueStore<Bytes, byte[]> state, Bytes prefix, Predicate<byte[]> meant) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows = state.prefixScan(prefix, new BytesSerializer())) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        if (meant.test(row.value)) {
          keys.add(row.key);
        }
      }
    }
    keys.forEach(key -> state.put(key, null));
    return keys.size();
  }
}
