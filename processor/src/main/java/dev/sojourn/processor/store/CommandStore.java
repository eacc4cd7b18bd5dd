package dev.sojourn.processor.store;

import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Answers to commands, so that a repeat gets the first one. Kept for 24 hours. */
public final class CommandStore {

  public static final Duration RETENTION = Duration.ofHours(24);

  private final KeyValueStore<Bytes, byte[]> state;
  private final Expiry expiry;

  CommandStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry = new Expiry(state, Keys.commands(), row -> Json.read(row, Answered.class).at());
  }

  /**
   * An answer that was given.
   *
   * @param content tells this request from another under the same id
   * @param entries ids of the registry entries that the command wrote, which a repeat writes again
   */
  public record Answered(Instant at, String content, Result result, List<String> entries) {}

  /** The answer to this command, when it was given less than the retention ago. */
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

  /** Deletes some of what is too old; call again until it says that it has seen everything. */
  public boolean expire(Instant now, int rows) {
    return expiry.sweep(now.minus(RETENTION), rows);
  }
}
