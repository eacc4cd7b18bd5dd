package dev.sojourn.processor.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Retention sweep over a family that is not ordered by age. It deletes expired rows a slice at a
 * time, so that record processing never waits for it.
 */
public final class RetentionSweep {

  private final KeyValueStore<Bytes, byte[]> state;
  private final Bytes family;
  private final Function<byte[], Instant> age;
  private final Consumer<byte[]> leaves;
  private @Nullable Bytes next;

  public RetentionSweep(
      KeyValueStore<Bytes, byte[]> state, Bytes family, Function<byte[], Instant> age) {
    this(state, family, age, row -> {});
  }

  /**
   * Creates a sweep of a family.
   *
   * @param leaves called with each row that is deleted
   */
  public RetentionSweep(
      KeyValueStore<Bytes, byte[]> state,
      Bytes family,
      Function<byte[], Instant> age,
      Consumer<byte[]> leaves) {
    this.state = state;
    this.family = family;
    this.age = age;
    this.leaves = leaves;
  }

  /**
   * Examines the next rows of the family.
   *
   * @return whether the end was reached; the next call starts over
   */
  public boolean sweep(Instant before, int rows) {
    List<Bytes> old = new ArrayList<>();
    Bytes from = next;
    int seen = 0;
    next = null;
    try (KeyValueIterator<Bytes, byte[]> found =
        from == null
            ? state.prefixScan(family, new BytesSerializer())
            : state.range(from, Keys.endOf(family))) {
      while (found.hasNext() && seen < rows) {
        KeyValue<Bytes, byte[]> row = found.next();
        seen++;
        if (age.apply(row.value).isBefore(before)) {
          old.add(row.key);
          leaves.accept(row.value);
        }
      }
      if (found.hasNext()) {
        next = found.peekNextKey();
      }
    }
    old.forEach(key -> state.put(key, null));
    return next == null;
  }
}
