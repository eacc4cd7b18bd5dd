package dev.sojourn.processor.timer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Timers in the order in which they are due. A key before which there is none is remembered, so
 * that the deleted ones before it are not read over again; after a restart that is paid once.
 */
public final class TimerStore {

  private static final Bytes FIRST = TimerKey.from(0);

  private final KeyValueStore<Bytes, byte[]> timers;
  private Bytes scanFrom = FIRST;
  private LongConsumer listener = dueMs -> {};

  public TimerStore(KeyValueStore<Bytes, byte[]> timers) {
    this.timers = timers;
  }

  /** A timer that is due, with whose it is. */
  public record Due(TimerKey key, String userId) {}

  /** Tells of each timer that is written from now on, by when it is due in epoch ms. */
  void listener(LongConsumer added) {
    listener = added;
  }

  /** Writes a timer. */
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

  /**
   * The first timers that are due at this time or before, at most so many. The caller deletes or
   * replaces each of them before it asks again.
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

  /** When the earliest timer is due, in ms. */
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
