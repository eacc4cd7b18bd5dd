package dev.sojourn.processor.timer;

import dev.sojourn.processor.row.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Timers by due time. The store remembers a key before which there is none, so that scans do not
 * read the tombstones of deleted timers again; after a restart the first scan reads them once.
 */
public final class TimerStore {

  private static final Bytes FIRST = TimerKey.from(0);

  private final KeyValueStore<Bytes, byte[]> timers;
  private Bytes scanFrom = FIRST;
  private LongConsumer listener = dueMs -> {};

  public TimerStore(KeyValueStore<Bytes, byte[]> timers) {
    this.timers = timers;
  }

  /** A due timer and the user it belongs to. */
  public record Due(TimerKey key, String userId) {}

  /** Sets the listener for new timers; it gets their due time in epoch ms. */
  void listener(LongConsumer added) {
    listener = added;
  }

  public void put(TimerKey key, String userId) {
    Bytes bytes = key.bytes();
    timers.put(bytes, userId.getBytes(StandardCharsets.UTF_8));
    if (bytes.compareTo(scanFrom) < 0) {
      scanFrom = bytes;
    }
    listener.accept(key.due().toEpochMilli());
  }

  public void delete(TimerKey key) {
    timers.put(key.bytes(), null);
  }

  List<Row> row(TimerKey key) {
    return Row.find(timers, key.bytes());
  }

  void replace(Row row, byte @Nullable [] value) {
    timers.put(row.key(), value);
  }

  /**
   * The first timers due at this time or before, at most {@code most}. The caller must delete or
   * replace each of them before the next call.
   */
  public List<Due> takeDue(long nowMs, int most) {
    List<Due> due = new ArrayList<>();
    Bytes end = TimerKey.after(nowMs);
    if (scanFrom.compareTo(end) > 0) {
      return due;
    }
    try (KeyValueIterator<Bytes, byte[]> found = timers.range(scanFrom, end)) {
      while (found.hasNext() && due.size() < most) {
        KeyValue<Bytes, byte[]> timer = found.next();
        due.add(new Due(TimerKey.read(timer.key), new String(timer.value, StandardCharsets.UTF_8)));
        scanFrom = timer.key;
      }
    }
    return due;
  }

  /** The due time of the earliest timer, in epoch ms. */
  public Optional<Long> earliest() {
    try (KeyValueIterator<Bytes, byte[]> found = timers.range(scanFrom, null)) {
      if (!found.hasNext()) {
        return Optional.empty();
      }
      scanFrom = found.next().key;
      return Optional.of(TimerKey.read(scanFrom).due().toEpochMilli());
    }
  }
}
