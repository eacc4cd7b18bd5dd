package dev.sojourn.processor.store;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.row.Keys;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Which instances stand before a send that an operator holds back. */
public final class HeldStore {

  private static final byte[] PRESENT = {};

  private final KeyValueStore<Bytes, byte[]> state;

  HeldStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  public void put(String journeyId, InstanceId id) {
    state.put(Keys.held(journeyId, id), PRESENT);
  }

  public void delete(String journeyId, InstanceId id) {
    state.put(Keys.held(journeyId, id), null);
  }

  /** Some of a journey, those first that entered first. */
  public List<InstanceId> first(String journeyId, int most) {
    List<InstanceId> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.heldOf(journeyId), new BytesSerializer())) {
      while (rows.hasNext() && found.size() < most) {
        found.add(Keys.heldId(rows.next().key));
      }
    }
    return found;
  }
}
