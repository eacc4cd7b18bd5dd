package dev.sojourn.processor.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Rows of persons, with those that were written last at hand. Whoever is on the way through a
 * journey is read again within a second, by an outcome or a timer; a look into RocksDB is the most
 * expensive part of that. What is only read is not kept: events of everybody would push out those
 * that matter.
 *
 * <p>Safe because a task alone writes its rows, and a task that begins anew begins with new stores.
 */
final class RecentRows {

  private final KeyValueStore<Bytes, byte[]> state;
  private final LinkedHashMap<Bytes, byte[]> rows = new LinkedHashMap<>(1_024, 0.75f, true);
  private final long limit;
  private long size;

  /**
   * An empty cache.
   *
   * @param limit of keys and values, in bytes; a row of a person on the way has a few hundred
   */
  RecentRows(KeyValueStore<Bytes, byte[]> state, long limit) {
    this.state = state;
    this.limit = limit;
  }

  byte @Nullable [] get(Bytes key) {
    byte[] row = rows.get(key);
    return row == null ? state.get(key) : row;
  }

  /** As {@link #get}, for a row that will be read again soon without being written. */
  byte @Nullable [] getAndKeep(Bytes key) {
    byte[] row = get(key);
    if (row != null) {
      keep(key, row);
    }
    return row;
  }

  void put(Bytes key, byte[] row) {
    state.put(key, row);
    keep(key, row);
  }

  void delete(Bytes key) {
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
