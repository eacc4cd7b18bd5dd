package dev.sojourn.processor.engagement;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Engagement of people with their emails. */
public final class EngagementStore implements StateFamily {

  private final KeyValueStore<Bytes, byte[]> state;

  public EngagementStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
  }

  public Engagement get(int hash, SendId send) {
    return get(state, hash, send);
  }

  /** The same for readers on other threads. */
  public static Engagement get(ReadOnlyKeyValueStore<Bytes, byte[]> state, int hash, SendId send) {
    byte[] row = state.get(Keys.engagement(hash, send.toString()));
    return row == null ? Engagement.NONE : EngagementRow.unpack(row).engagement();
  }

  public void put(int hash, String userId, SendId send, Engagement engagement) {
    state.put(Keys.engagement(hash, send.toString()), new EngagementRow(userId, engagement).pack());
  }

  /** Engagement with the emails of an instance; emails without any have no entry. */
  public Map<SendId, Engagement> ofInstance(int hash, InstanceId instance) {
    Map<SendId, Engagement> found = new LinkedHashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.engagement(hash, instance.toString()), new BytesSerializer())) {
      rows.forEachRemaining(
          row -> found.put(Keys.sendId(row.key), EngagementRow.unpack(row.value).engagement()));
    }
    return found;
  }

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.ENGAGEMENT;
  }

  @Override
  public Retention retention() {
    return new Retention.Permanent();
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return Row.find(
        state,
        Keys.engagementsOf(who.hash()),
        row -> EngagementRow.unpack(row).userId().equals(who.userId()));
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    state.put(row.key(), value);
  }
}
