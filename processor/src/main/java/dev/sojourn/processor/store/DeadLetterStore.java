package dev.sojourn.processor.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What stands in this partition's dead letters, and what became of each. */
public final class DeadLetterStore {

  /** As long as the topic keeps the bytes. */
  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final CounterStore counters;
  private final Expiry expiry;

  DeadLetterStore(KeyValueStore<Bytes, byte[]> state, CounterStore counters) {
    this.state = state;
    this.counters = counters;
    this.expiry =
        new Expiry(
            state, Keys.deadLetters(), row -> read(row).at(), row -> countPending(read(row), -1));
  }

  /**
   * A dead letter. Its id is its partition and offset; its bytes stay in the topic.
   *
   * @param status {@code pending}, {@code retried} or {@code discarded}
   * @param source {@code ingest}, {@code journey} or {@code delivery}
   * @param origin where it came from, as topic-partition-offset
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DeadLetter(
      String status,
      String source,
      String reason,
      @Nullable String message,
      @Nullable String origin,
      Instant at) {

    public static final String PENDING = "pending";

    boolean isPending() {
      return status.equals(PENDING);
    }

    DeadLetter with(String changed) {
      return new DeadLetter(changed, source, reason, message, origin, at);
    }
  }

  /** The dead letter at this offset of the partition. */
  public Optional<DeadLetter> get(long offset) {
    return Optional.ofNullable(state.get(Keys.deadLetter(offset))).map(DeadLetterStore::read);
  }

  /** Deletes some of what is too old; call again until it says that it has seen everything. */
  public boolean expire(Instant now, int rows) {
    return expiry.sweep(now.minus(RETENTION), rows);
  }

  /**
   * Lists a dead letter. One that is listed stays as it is: it was read again, since the group's
   * offsets are forgotten earlier than the letters, and somebody may have disposed of it.
   *
   * @return whether it is new
   */
  public boolean put(long offset, DeadLetter letter) {
    if (get(offset).isPresent()) {
      return false;
    }
    state.put(Keys.deadLetter(offset), Json.bytes(letter));
    countPending(letter, 1);
    return true;
  }

  /**
   * Says what became of a dead letter.
   *
   * @return the letter as it is now, empty when there is none
   */
  public Optional<DeadLetter> change(long offset, String status) {
    return get(offset)
        .map(
            letter -> {
              DeadLetter changed = letter.with(status);
              state.put(Keys.deadLetter(offset), Json.bytes(changed));
              countPending(letter, -1);
              countPending(changed, 1);
              return changed;
            });
  }

  private void countPending(DeadLetter letter, int more) {
    if (letter.isPending()) {
      counters.add(new CounterKey("", CounterKey.PENDING_DEAD_LETTERS), more);
    }
  }

  private static DeadLetter read(byte[] row) {
    return Json.read(row, DeadLetter.class);
  }
}
