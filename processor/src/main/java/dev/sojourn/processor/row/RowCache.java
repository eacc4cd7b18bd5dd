package dev.sojourn.processor.row;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A write-through LRU cache of rows of people. A person who moves through a journey is read again
 * within a second, by an outcome or a timer, and reading RocksDB is the most expensive part of
 * that. Rows that are only read are not cached: everybody's events would evict the rows that
 * matter.
 *
 * <p>Safe because only the task writes its rows, and a restarted task starts with new store
 * objects.
 */
public final class RowCache {

  private final KeyValueStore<Bytes, byte[]> state;
  private final LinkedHashMap<Bytes, byte[]> rows = new LinkedHashMap<>(1_024, 0.75f, true);
  private final long limit;
  private long size;

  /**
   * Creates an empty cache.
   *
   * @param limit total size of keys and values, in bytes; a person's row takes a few hundred
   */
  public RowCache(KeyValueStore<Bytes, byte[]> state, long limit) {
    this.state = state;
    this.limit = limit;
  }

  public byte @Nullable [] get(Bytes key) {
    byte[] row = rows.get(key);
    return row == null ? state.get(key) : row;
  }

  /** Like {@link #get}, for a row that will soon be read again without being written. */
  public byte @Nullable [] getAndCache(Bytes key) {
    byte[] row = get(key);
    if (row != null) {
      keep(key, row);
    }
    return row;
  }

  public void put(Bytes key, byte[] row) {
    state.put(key, row);
    keep(key, row);
  }

  public void delete(Bytes key) {
    state.put(key, null);
    byte[] before = rows.remove(key);
    size -= before == null ? 0 : sizeOf(key, before);
  }

  private void keep(Bytes key, byte[] row) {
    byte[] before = rows.put(key, row);
    size += before == null ? sizeOf(key, row) : row.length - before.length;
    Iterator<Map.Entry<Bytes, byte[]>> oldest = rows.entrySet().iterator();
    while (size > limit) {
      Map.Entry<Bytes, byte[]> one = oldest.next();
      size -= sizeOf(one.getKey(), one.getValue());
      oldest.remove();
    }
  }

  private static int sizeOf(Bytes key, byte[] row) {
    return key.get().length + row.length;
  }
}
