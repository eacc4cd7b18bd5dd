package dev.sojourn.processor.outbox;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.processor.query.QueryResult.OutboxMessage;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Outbox: the newest messages of the log provider, for developers. */
public final class OutboxStore implements StateFamily {

  private static final int UNKNOWN = -1;

  private final KeyValueStore<Bytes, byte[]> state;
  private final int limit;
  private int size = UNKNOWN;

  /**
   * Creates an outbox.
   *
   * @param limit how many messages it keeps at least; 0 keeps none
   */
  public OutboxStore(KeyValueStore<Bytes, byte[]> state, int limit) {
    this.state = state;
    this.limit = limit;
  }

  /** Stores a message under its send id, so that a duplicate replaces it. */
  public void put(SendId id, String userId, SendOutcome.Message message) {
    if (limit == 0) {
      return;
    }
    OutboxMessage kept =
        new OutboxMessage(
            id.toString(),
            userId,
            message.to(),
            message.channel(),
            message.template(),
            message.subject(),
            message.body(),
            message.journeyId(),
            id.instance().toString(),
            id.step(),
            message.at());
    state.put(Keys.outbox(id.toString()), Json.bytes(kept));
    size = size == UNKNOWN ? rows().size() : size + 1;
    if (size > limit + limit / 10) {
      trim();
    }
  }

  /** Runs only when the limit is exceeded by a tenth, so that not every message causes a sort. */
  private void trim() {
    List<KeyValue<Bytes, byte[]>> rows = rows();
    rows.sort(Comparator.comparing(row -> Json.read(row.value, OutboxMessage.class).at()));
    int surplus = Math.max(0, rows.size() - limit);
    rows.subList(0, surplus).forEach(row -> state.put(row.key, null));
    size = rows.size() - surplus;
  }

  private List<KeyValue<Bytes, byte[]>> rows() {
    List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> found =
        state.prefixScan(Keys.outbox(), new BytesSerializer())) {
      found.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.OUTBOX;
  }

  @Override
  public Retention retention() {
    return new Retention.Newest();
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return Row.find(
        state,
        Keys.outbox(),
        row -> Json.read(row, OutboxMessage.class).userId().equals(who.userId()));
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    state.put(row.key(), value);
    if (value == null && size != UNKNOWN) {
      size--;
    }
  }
}
