package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.RowCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Instances, and their rows in the index of their journey. */
public final class InstanceStore {

  /** A log longer than this moves its older half to a separate piece. */
  private static final int LONG_LOG = 32 * 1024;

  private static final byte[] PRESENT = {};

  /** The log action of the step at which an instance fails. */
  private static final String FAILURE = "failed";

  private final KeyValueStore<Bytes, byte[]> state;
  private final RowCache recent;

  public InstanceStore(KeyValueStore<Bytes, byte[]> state, RowCache recent) {
    this.state = state;
    this.recent = recent;
  }

  /** An instance; older entries of its log may be in separate pieces. */
  public Optional<Instance> get(InstanceId id) {
    byte[] row = recent.get(Keys.instance(id));
    return row == null ? Optional.empty() : Optional.of(InstanceRow.unpack(id, row));
  }

  /** The whole log of an instance, oldest entry first. */
  public List<LogEntry> log(Instance instance) {
    List<LogEntry> log = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.logPieces(instance.id()), new BytesSerializer())) {
      rows.forEachRemaining(
          row -> log.addAll(InstanceRow.unpackLog(row.value, instance.createdAt())));
    }
    log.addAll(instance.log());
    return log;
  }

  /** All instances of a person, oldest first. */
  public List<Instance> ofPerson(int hash, String userId) {
    List<Instance> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.instancesOf(hash), new BytesSerializer())) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        Instance instance = InstanceRow.unpack(Keys.instanceId(row.key), row.value);
        if (instance.userId().equals(userId)) {
          found.add(instance);
        }
      }
    }
    return found;
  }

  /** Writes an instance; the index changes only when it enters, ends or is retried. */
  public void put(@Nullable Instance before, Instance after) {
    byte[] row = InstanceRow.pack(after);
    recent.put(Keys.instance(after.id()), row.length > LONG_LOG ? spill(after) : row);
    if (before == null) {
      index(after, after.status());
    } else if (!Keys.indexedTogether(before.status(), after.status())) {
      // Readers run concurrently and must always find the instance, so the new index row comes
      // first. A failed instance that is retried keeps its failed row until it ends otherwise, for
      // readers that are past the live rows already; a reader that finds it twice shows it once.
      index(after, after.status());
      if (before.status() != Status.FAILED) {
        unindex(after, before.status());
      }
      if (after.status() != Status.FAILED && !after.status().isLive() && hasFailed(after)) {
        unindex(after, Status.FAILED);
      }
    }
  }

  private void index(Instance instance, Status status) {
    state.put(Keys.index(instance.journeyId(), status, instance.id()), PRESENT);
  }

  private void unindex(Instance instance, Status status) {
    state.put(Keys.index(instance.journeyId(), status, instance.id()), null);
  }

  /**
   * Whether it has failed before, as far as its row shows. If a long log has moved that entry to a
   * piece, a surplus row stays in the index, which costs readers a look-up and nothing else.
   */
  private static boolean hasFailed(Instance instance) {
    return instance.log().stream().anyMatch(entry -> entry.action().equals(FAILURE));
  }

  /**
   * Live instances of a journey, newest first.
   *
   * @param after the last one seen, null to begin
   */
  public List<InstanceId> liveAfter(String journeyId, @Nullable InstanceId after, int most) {
    Bytes prefix = Keys.indexOf(journeyId, Status.ACTIVE);
    List<InstanceId> found = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        after == null
            ? state.prefixScan(prefix, new BytesSerializer())
            : state.range(Keys.index(journeyId, Status.ACTIVE, after), Keys.beyond(prefix))) {
      while (rows.hasNext() && found.size() < most) {
        InstanceId id = Keys.indexed(rows.next().key);
        if (!id.equals(after)) {
          found.add(id);
        }
      }
    }
    return found;
  }

  /** Removes an instance with its whole log and its index rows. */
  public void erase(Instance instance) {
    List<Bytes> pieces = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.logPieces(instance.id()), new BytesSerializer())) {
      rows.forEachRemaining(row -> pieces.add(row.key));
    }
    pieces.forEach(piece -> state.put(piece, null));
    unindex(instance, instance.status());
    // A failed instance that was retried has a failed row too.
    unindex(instance, Status.FAILED);
    recent.delete(Keys.instance(instance.id()));
  }

  private byte[] spill(Instance instance) {
    List<LogEntry> log = instance.log();
    int half = log.size() / 2;
    if (half == 0) {
      return InstanceRow.pack(instance);
    }
    state.put(
        Keys.logPiece(instance.id(), log.get(0).number()),
        InstanceRow.packLog(log.subList(0, half), instance.createdAt()));
    return InstanceRow.pack(instance.withLog(log.subList(half, log.size())));
  }
}
