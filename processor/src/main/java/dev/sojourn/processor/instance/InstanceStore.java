package dev.sojourn.processor.instance;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.RowCache;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    if (!instance.log().isEmpty() && instance.log().get(0).number() == 1) {
      return instance.log();
    }
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

  /** Every instance with its whole log, by person. Reads all their rows; to be closed. */
  public Stream<Instance> all() {
    KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Bytes.wrap(new byte[] {Keys.INSTANCE}), new BytesSerializer());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
        .map(row -> InstanceRow.unpack(Keys.instanceId(row.key), row.value))
        .map(instance -> instance.withLog(log(instance)))
        .onClose(rows::close);
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
    return instance.log().stream().anyMatch(entry -> entry.action() == StandardAction.FAILED);
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

  /** Instances, and what belongs to each: older pieces of its log, and its rows in the index. */
  public List<StateFamily> families() {
    return List.of(
        new Family(
            Keys.INSTANCE,
            instance -> Stream.of(Keys.instance(instance.id())).flatMap(key -> row(key).stream())),
        new Family(
            Keys.LOG,
            instance -> Row.find(state, Keys.logPieces(instance.id()), row -> true).stream()),
        new Family(
            Keys.INDEX,
            // A failed instance that was retried has a failed row too.
            instance ->
                Stream.of(instance.status(), Status.FAILED)
                    .distinct()
                    .map(status -> Keys.index(instance.journeyId(), status, instance.id()))
                    .flatMap(key -> row(key).stream())));
  }

  private List<Row> row(Bytes key) {
    return Row.find(state, key);
  }

  /** Rows of a person's instances. */
  private final class Family implements StateFamily {

    private final byte prefix;
    private final Function<Instance, Stream<Row>> rowsOf;

    Family(byte prefix, Function<Instance, Stream<Row>> rowsOf) {
      this.prefix = prefix;
      this.rowsOf = rowsOf;
    }

    @Override
    public String store() {
      return StoreNames.STATE;
    }

    @Override
    public byte prefix() {
      return prefix;
    }

    @Override
    public Retention retention() {
      return new Retention.Permanent();
    }

    @Override
    public List<Row> rows(PersonKey who) {
      return ofPerson(who.hash(), who.userId()).stream().flatMap(rowsOf).toList();
    }

    @Override
    public void replace(Row row, byte @Nullable [] value) {
      if (value == null) {
        recent.delete(row.key());
      } else {
        recent.put(row.key(), value);
      }
    }
  }
}
