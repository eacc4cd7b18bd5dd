package dev.sojourn.processor.store;

import dev.sojourn.processor.row.TimerKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private Bytes noneBefore = FIRST;

  TimerStore(KeyValueStore<Bytes, byte[]> timers) {
    this.timers = timers;
  }

  /** A timer that is due, with whose it is. */
  public record Due(TimerKey key, String userId) {}

  public void put(TimerKey key, String userId) {
    Bytes bytes = key.bytes();
    timers.put(bytes, userId.getBytes(StandardCharsets.UTF_8));
    if (bytes.compareTo(noneBefore) < 0) {
      noneBefore = bytes;
    }
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
    if (noneBefore.compareTo(end) > 0) {
      return due;
    }
    try (KeyValueIterator<Bytes, byte[]> found = timers.range(noneBefore, end)) {
      while (found.hasNext() && due.size() < most) {
        KeyValue<Bytes, byte[]> timer = found.next();
        due.add(new Due(TimerKey.read(timer.key), new String(timer.value, StandardCharsets.UTF_8)));
        noneBefore = timer.key;
      }
    }
    return due;
  }

  /** When the earliest timer is due, in ms. */
  public Optional<Long> earliest() {
    try (KeyValueIterator<Bytes, byte[]> found = timers.range(noneBefore, null)) {
      if (!found.hasNext()) {
        return Optional.empty();
      }
      noneBefore = found.next().key;
      return Optional.of(TimerKey.read(noneBefore).due().toEpochMilli());
    }
  }
}
