package dev.sojourn.processor.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What stands in this partition's dead letters, and what became of each. */
public final class DeadLetterStore {

  private final KeyValueStore<Bytes, byte[]> state;

  DeadLetterStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
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
      Instant at) {}

  public void put(long offset, DeadLetter letter) {
    state.put(Keys.deadLetter(offset), Json.bytes(letter));
  }
}
