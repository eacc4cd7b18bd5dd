package dev.sojourn.processor.refusal;

import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.RetentionSweep;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Refusals: why events did not enter a journey. Kept for 30 days. */
public final class RefusalStore implements StateFamily {

  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final RetentionSweep expiry;

  public RefusalStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry = new RetentionSweep(state, Keys.refusals(), row -> RefusalRow.unpack(row).at());
  }

  public void put(int hash, RefusalRow row) {
    state.put(Keys.refusal(hash, row.at().toEpochMilli(), row.eventId()), row.pack());
  }

  /** Journeys with a recorded refusal for this event, except engine errors. */
  public Set<String> decided(int hash, String userId, UUID eventId) {
    Set<String> journeys = new HashSet<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.refusalsOf(hash), new BytesSerializer())) {
      while (rows.hasNext()) {
        RefusalRow row = RefusalRow.unpack(rows.next().value);
        if (row.eventId().equals(eventId) && row.userId().equals(userId)) {
          row.refusals().stream()
              .filter(refusal -> refusal.reason() != RefusalReason.ENGINE_ERROR)
              .forEach(refusal -> journeys.add(refusal.journeyId()));
        }
      }
    }
    return journeys;
  }

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.REFUSAL;
  }

  @Override
  public Retention retention() {
    return new Retention.Limited(
        RETENTION, (now, rows) -> expiry.sweep(now.minus(RETENTION), rows));
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return Row.find(
        state,
        Keys.refusalsOf(who.hash()),
        row -> RefusalRow.unpack(row).userId().equals(who.userId()));
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    state.put(row.key(), value);
  }
}
