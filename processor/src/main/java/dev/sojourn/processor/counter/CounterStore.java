package dev.sojourn.processor.counter;

import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counters, updated in place so that queries never count rows. */
public final class CounterStore {

  private final KeyValueStore<Bytes, byte[]> counters;

  public CounterStore(KeyValueStore<Bytes, byte[]> counters) {
    this.counters = counters;
  }

  public void add(CounterKey counter, long amount) {
    if (amount == 0) {
      return;
    }
    Bytes key = counter.bytes();
    byte[] row = counters.get(key);
    long sum = (row == null ? 0 : ByteBuffer.wrap(row).getLong()) + amount;
    counters.put(key, ByteBuffer.allocate(Long.BYTES).putLong(sum).array());
  }

  /** Adds amounts to counters. */
  public void add(Map<CounterKey, Long> amounts) {
    amounts.forEach(this::add);
  }

  /** Subtracts amounts from counters. */
  public void subtract(Map<CounterKey, Long> amounts) {
    amounts.forEach((counter, amount) -> add(counter, -amount));
  }

  public long get(CounterKey counter) {
    byte[] row = counters.get(counter.bytes());
    return row == null ? 0 : ByteBuffer.wrap(row).getLong();
  }

  /** Counters are about journeys and templates. */
  public static StateFamily family() {
    return StateFamily.impersonal(StoreNames.COUNTERS, (byte) 0, new Retention.Permanent());
  }
}
