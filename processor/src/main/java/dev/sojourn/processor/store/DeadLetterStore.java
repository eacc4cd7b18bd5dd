package dev.sojourn.processor.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What stands in this partition's dead letters, and what became of each. */
public final class DeadLetterStore {

  /** As long as the topic keeps the bytes. */
  public static final Duration RETENTION = Duration.ofDays(30);

  private final KeyValueStore<Bytes, byte[]> state;
  private final Expiry expiry;

  DeadLetterStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry =
        new Expiry(state, Keys.deadLetters(), row -> Json.read(row, DeadLetter.class).at());
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
  }

  /** Deletes some of what is too old; call again until it says that it has seen everything. */
  public boolean expire(Instant now, int rows) {
    return expiry.sweep(now.minus(RETENTION), rows);
  }

  public void put(long offset, DeadLetter letter) {
    state.put(Keys.deadLetter(offset), Json.bytes(letter));
  }
}
