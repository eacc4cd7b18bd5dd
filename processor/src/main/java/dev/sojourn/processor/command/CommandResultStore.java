package dev.sojourn.processor.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.RetentionSweep;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import dev.sojourn.topics.json.Json;
import dev.sojourn.topics.result.Result;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Command results, so that a duplicate gets the first one. Kept for 24 hours. */
public final class CommandResultStore implements StateFamily {

  public static final Duration RETENTION = Duration.ofHours(24);

  private final KeyValueStore<Bytes, byte[]> state;
  private final RetentionSweep expiry;

  public CommandResultStore(KeyValueStore<Bytes, byte[]> state) {
    this.state = state;
    this.expiry =
        new RetentionSweep(
            state, Keys.commands(), row -> read(row).map(Answered::at).orElse(Instant.EPOCH));
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
      Result gone =
          Result.rejected(result.partition(), Rejection.of(ErasureRejection.PERSON_ERASED));
      return new Answered(at, content, gone, entries);
    }
  }

  /** The stored result of this command, if it is younger than the retention. */
  public Optional<Answered> get(String id, Instant now) {
    byte[] row = state.get(Keys.command(id));
    return row == null
        ? Optional.empty()
        : read(row).filter(answered -> answered.at().plus(RETENTION).isAfter(now));
  }

  /** Empty for a row in the form of an earlier release, which the next sweep deletes. */
  private static Optional<Answered> read(byte[] row) {
    try {
      return Optional.of(Json.read(row, Answered.class));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  public void put(String id, Answered answered) {
    state.put(Keys.command(id), Json.bytes(answered));
  }

  @Override
  public String store() {
    return StoreNames.STATE;
  }

  @Override
  public byte prefix() {
    return Keys.COMMAND;
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
        Keys.commands(),
        row -> read(row).filter(answered -> who.userId().equals(answered.userId())).isPresent());
  }

  /** A blank result: the command is still recognised. */
  @Override
  public byte[] pseudonymised(Row row, String pseudonym) {
    return Json.bytes(Json.read(row.value(), Answered.class).blank());
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    state.put(row.key(), value);
  }
}
