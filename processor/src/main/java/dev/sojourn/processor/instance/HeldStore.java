package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.Row;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Held sends: the instances that wait at a send which an operator's hold stops. */
public final class HeldStore {

  private static final byte[] PRESENT = {};

  private final KeyValueStore<Bytes, byte[]> state;

  public HeldStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  public void put(String journeyId, InstanceId id) {
    state.put(Keys.held(journeyId, id), PRESENT);
  }

  public void delete(String journeyId, InstanceId id) {
    state.put(Keys.held(journeyId, id), null);
  }

  List<Row> row(String journeyId, InstanceId id) {
    return Row.find(state, Keys.held(journeyId, id));
  }

  void replace(Row row, byte @Nullable [] value) {
    state.put(row.key(), value);
  }

  /**
   * Some held sends of a journey, earliest entries first.
   *
   * @param from where to begin, null for the beginning; skips the tombstones of rows deleted before
   *     it
   */
  public List<InstanceId> some(String journeyId, @Nullable InstanceId from, int most) {
    Bytes all = Keys.heldOf(journeyId);
    List<InstanceId> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        from == null
            ? state.prefixScan(all, new BytesSerializer())
            : state.range(Keys.held(journeyId, from), Keys.beyond(all))) {
      while (rows.hasNext() && found.size() < most) {
        found.add(Keys.heldId(rows.next().key));
      }
    }
    return found;
  }
}
