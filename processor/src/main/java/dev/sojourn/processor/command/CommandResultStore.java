package dev.sojourn.processor.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.RetentionSweep;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Command results, so that a duplicate gets the first one. Kept for 24 hours. */
public final class CommandResultStore {

  public static final Duration RETENTION = Duration.ofHours(24);

  private final KeyValueStore<Bytes, byte[]> state;
  private final RetentionSweep expiry;

  public CommandResultStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry =
        new RetentionSweep(state, Keys.commands(), row -> Json.read(row, Answered.class).at());
  }

  /**
   * A stored result.
   *
   * @param content fingerprint that distinguishes this request from others under the same id
   * @param entries ids of the registry entries that the command wrote, which a duplicate publishes
   *     again
   * @param userId the person that the result is about, null when it is about nobody
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answered(
      Instant at, String content, Result result, List<String> entries, @Nullable String userId) {

    /** A result that is about nobody. */
    public Answered(Instant at, String content, Result result, List<String> entries) {
      this(at, content, result, entries, null);
    }

    /** The same command, with its result replaced because the person was erased. */
    Answered blank() {
      Result gone = new Result(result.partition(), 1, 409, ErasedStore.ERASED, Map.of());
      return new Answered(at, content, gone, entries);
    }
  }

  /** The stored result of this command, if it is younger than the retention. */
  public Optional<Answered> get(String id, Instant now) {
    byte[] row = state.get(Keys.command(id));
    return row == null
        ? Optional.empty()
        : Optional.of(Json.read(row, Answered.class))
            .filter(answered -> answered.at().plus(RETENTION).isAfter(now));
  }

  public void put(String id, Answered answered) {
    state.put(Keys.command(id), Json.bytes(answered));
  }

  /** Blanks the results that are about this person; their commands are still recognised. */
  public void erase(String userId) {
    List<KeyValue<Bytes, byte[]>> theirs = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.commands(), new BytesSerializer())) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        if (userId.equals(Json.read(row.value, Answered.class).userId())) {
          theirs.add(row);
        }
      }
    }
    theirs.forEach(
        row -> state.put(row.key, Json.bytes(Json.read(row.value, Answered.class).blank())));
  }

  /** Deletes some expired rows; call again until it returns true. */
  public boolean expire(Instant now, int rows) {
    return expiry.sweep(now.minus(RETENTION), rows);
  }
}
