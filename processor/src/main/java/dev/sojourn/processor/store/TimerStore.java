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
 * Timers in the order in which they are due. A lower bound of the earliest is remembered, so that
 * the deleted ones before it are not read over again; after a restart that is paid once.
 */
public final class TimerStore {

  private final KeyValueStore<Bytes, byte[]> timers;
  private long lowerBound;

  TimerStore(KeyValueStore<Bytes, byte[]> timers) {
    this.timers = timers;
  }

  /** A timer that is due, with whose it is. */
  public record Due(TimerKey key, String userId) {}

  public void put(TimerKey key, String userId) {
    timers.put(key.bytes(), userId.getBytes(StandardCharsets.UTF_8));
    lowerBound = Math.min(lowerBound, key.due().toEpochMilli());
  }

  public void delete(TimerKey key) {
    timers.put(key.bytes(), null);
  }

  /** The first timers that are due at this time or before, at most so many. */
  public List<Due> due(long nowMs, int most) {
    List<Due> due = new ArrayList<>();
    if (nowMs < lowerBound) {
      return due;
    }
    try (KeyValueIterator<Bytes, byte[]> found =
        timers.range(TimerKey.from(lowerBound), TimerKey.after(nowMs))) {
      while (found.hasNext() && due.size() < most) {
        KeyValue<Bytes, byte[]> timer = found.next();
        TimerKey key = TimerKey.read(timer.key);
        if (key.due().toEpochMilli() <= nowMs) {
          due.add(new Due(key, new String(timer.value, StandardCharsets.UTF_8)));
        }
      }
    }
    return due;
  }

  /** When the earliest timer is due, in ms. */
  public Optional<Long> earliest() {
    try (KeyValueIterator<Bytes, byte[]> found = timers.range(TimerKey.from(lowerBound), null)) {
      if (!found.hasNext()) {
        lowerBound = Long.MAX_VALUE;
        return Optional.empty();
      }
      lowerBound = TimerKey.read(found.next().key).due().toEpochMilli();
      return Optional.of(lowerBound);
    }
  }
}
