package dev.sojourn.processor.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.RetentionSweep;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Dead letters of this partition, with their status. */
public final class DeadLetterStore implements StateFamily {

  /** As long as the topic keeps the records. */
  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final CounterStore counters;
  private final RetentionSweep expiry;

  public DeadLetterStore(KeyValueStore<Bytes, byte[]> state, CounterStore counters) {
    this.state = state;
    this.counters = counters;
    this.expiry =
        new RetentionSweep(
            state, Keys.deadLetters(), row -> read(row).at(), row -> countPending(read(row), -1));
  }

  /**
   * A dead letter. Its id is its partition and offset; its bytes stay in the topic.
   *
   * @param status {@code pending}, {@code retried} or {@code discarded}
   * @param source {@code ingest}, {@code journey} or {@code delivery}
   * @param origin original position, as topic-partition-offset; null for an instance
   * @param key of its record, when it is a valid user id
   * @param instance the instance that failed; null for a record
   * @param runs how often it was redriven; null for never
   * @param retriedAt when it was last redriven
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DeadLetter(
      String status,
      String source,
      String reason,
      @Nullable String message,
      @Nullable String origin,
      Instant at,
      @Nullable String key,
      @Nullable String instance,
      @Nullable Integer runs,
      @Nullable Instant retriedAt) {

    public static final String PENDING = "pending";
    public static final String RETRIED = "retried";
    public static final String DISCARDED = "discarded";

    public boolean stillPending() {
      return status.equals(PENDING);
    }

    public int retryCount() {
      return runs == null ? 0 : runs;
    }

    public DeadLetter retried(Instant when) {
      return new DeadLetter(
          RETRIED, source, reason, message, origin, at, key, instance, retryCount() + 1, when);
    }

    public DeadLetter discarded() {
      return new DeadLetter(
          DISCARDED, source, reason, message, origin, at, key, instance, runs, retriedAt);
    }
  }

  /** The dead letter at this offset of the partition. */
  public Optional<DeadLetter> get(long offset) {
    return Optional.ofNullable(state.get(Keys.deadLetter(offset))).map(DeadLetterStore::read);
  }

  /**
   * Adds a dead letter to the list. One that is already listed stays unchanged: it was read again,
   * since committed offsets expire before dead letters do, and it may have been retried or
   * discarded since.
   *
   * @return whether it is new
   */
  public boolean put(long offset, DeadLetter deadLetter) {
    if (get(offset).isPresent()) {
      return false;
    }
    state.put(Keys.deadLetter(offset), Json.bytes(deadLetter));
    countPending(deadLetter, 1);
    return true;
  }

  /** Changes the status of a listed dead letter. */
  public void change(long offset, DeadLetter was, DeadLetter is) {
    state.put(Keys.deadLetter(offset), Json.bytes(is));
    countPending(was, -1);
    countPending(is, 1);
  }

  private void countPending(DeadLetter deadLetter, int more) {
    if (deadLetter.stillPending()) {
      counters.add(new CounterKey("", CounterKey.PENDING_DEAD_LETTERS), more);
    }
  }

  private static DeadLetter read(byte[] row) {
    return Json.read(row, DeadLetter.class);
  }

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.DEAD_LETTER;
  }

  @Override
  public Retention retention() {
    return new Retention.Limited(
        RETENTION, (now, rows) -> expiry.sweep(now.minus(RETENTION), rows));
  }

  @Override
  public List<Row> rows(PersonKey who) {
    return Row.find(state, Keys.deadLetters(), row -> who.userId().equals(read(row).key()));
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    countPending(read(row.value()), -1);
    state.put(row.key(), value);
    if (value != null) {
      countPending(read(value), 1);
    }
  }
}
