package dev.sojourn.processor.history;

import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.Row;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.StoreNames;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/**
 * Stored events: one row serves the duplicate check, the look-up by id and a person's history. The
 * window of an event is its append time rounded down to the segment, so that all rows of a segment
 * have one of two windows, a look-up is a point get for each, and event time does not matter.
 *
 * <p>Events that no journey references skip the duplicate check and go to the unchecked window; a
 * duplicate there overwrites itself and never a checked event. Readers skip the second row of an
 * event that is stored twice. See docs/adr/0012.
 */
public final class HistoryStore implements StateFamily {

  /**
   * An upper bound for windows whose first byte is zero. With a greater one the store would scan
   * everything between this person and the next hash with a greater first byte.
   */
  private static final Instant LATEST = Instant.ofEpochMilli((1L << 56) - 1);

  private final WindowStore<Bytes, byte[]> history;

  public HistoryStore(WindowStore<Bytes, byte[]> history) {
    this.history = history;
  }

  /**
   * Writes a marker row that is no event, unless there is one. Kafka Streams keeps the changelog
   * offset of a segmented store in its segments; a store without any segment looks corrupt after a
   * clean stop, and its task would be wiped and restored at every start.
   */
  public void mark(Instant intake) {
    long window = HistoryKey.window(intake);
    if (history.fetch(HistoryKey.MARK, window) == null) {
      HistoryRow row = new HistoryRow("", Instant.EPOCH, "", 0, null, Map.of());
      history.put(HistoryKey.MARK, row.pack(), window);
    }
  }

  /** Whether an event with this id is stored, in this segment or the one before. */
  public boolean contains(UUID eventId, Instant intake) {
    Bytes key = HistoryKey.of(eventId);
    long window = HistoryKey.window(intake);
    return isThere(key, window) || isThere(key, HistoryKey.before(window));
  }

  private boolean isThere(Bytes key, long window) {
    return history.fetch(key, window) != null
        || history.fetch(key, HistoryKey.beside(window)) != null;
  }

  /** Stores an event whose id is not stored yet, according to {@link #contains}. */
  public void put(UUID eventId, Instant intake, HistoryRow row) {
    history.put(HistoryKey.of(eventId), row.pack(), HistoryKey.window(intake));
  }

  /** Stores an event without a duplicate check. A checked event with the same id is kept. */
  public void putWithoutDuplicateCheck(UUID eventId, Instant intake, HistoryRow row) {
    long window = HistoryKey.beside(HistoryKey.window(intake));
    history.put(HistoryKey.of(eventId), row.pack(), window);
  }

  /** All stored events of the person, each once, unordered. The stream must be closed. */
  public Stream<KeyValue<UUID, HistoryRow>> ofPerson(int hash, String userId) {
    return ofPerson(history, hash, userId);
  }

  /** Like {@link #ofPerson(int, String)}, for readers on other threads. */
  public static Stream<KeyValue<UUID, HistoryRow>> ofPerson(
      ReadOnlyWindowStore<Bytes, byte[]> history, int hash, String userId) {
    KeyValueIterator<Windowed<Bytes>, byte[]> rows =
        history.fetch(HistoryKey.firstOf(hash), HistoryKey.lastOf(hash), Instant.EPOCH, LATEST);
    // Segments come oldest first and windows in order, so the first of two duplicate rows counts.
    Set<UUID> seen = new HashSet<>();
    return unpacked(rows)
        .filter(row -> row.value.userId().equals(userId))
        .filter(row -> seen.add(row.key));
  }

  /**
   * All stored events, unordered: a full scan, and some events appear twice. The stream must be
   * closed.
   */
  public static Stream<KeyValue<UUID, HistoryRow>> ofAll(
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    return unpacked(history.fetchAll(Instant.EPOCH, LATEST))
        .filter(row -> !row.value.userId().isEmpty());
  }

  private static Stream<KeyValue<UUID, HistoryRow>> unpacked(
      KeyValueIterator<Windowed<Bytes>, byte[]> rows) {
    Iterable<KeyValue<Windowed<Bytes>, byte[]>> once = () -> rows;
    return StreamSupport.stream(once.spliterator(), false)
        .map(row -> KeyValue.pair(HistoryKey.id(row.key.key()), HistoryRow.unpack(row.value)))
        .onClose(rows::close);
  }

  /**
   * One event, for readers on other threads. If it is stored twice the first row counts, as in
   * {@link #ofPerson}.
   */
  public static Optional<HistoryRow> event(
      ReadOnlyWindowStore<Bytes, byte[]> history, UUID eventId) {
    Bytes key = HistoryKey.of(eventId);
    if (key.equals(HistoryKey.MARK)) {
      return Optional.empty();
    }
    try (WindowStoreIterator<byte[]> rows = history.fetch(key, Instant.EPOCH, LATEST)) {
      return rows.hasNext() ? Optional.of(HistoryRow.unpack(rows.next().value)) : Optional.empty();
    }
  }

  @Override
  public String store() {
    return StoreNames.HISTORY;
  }

  @Override
  public byte prefix() {
    return 0;
  }

  @Override
  public Retention retention() {
    return new Retention.Segments(StoreNames.HISTORY_RETENTION);
  }

  @Override
  public List<Row> rows(PersonKey who) {
    List<Row> found = new ArrayList<>();
    try (KeyValueIterator<Windowed<Bytes>, byte[]> rows =
        history.fetch(
            HistoryKey.firstOf(who.hash()), HistoryKey.lastOf(who.hash()), Instant.EPOCH, LATEST)) {
      while (rows.hasNext()) {
        KeyValue<Windowed<Bytes>, byte[]> row = rows.next();
        if (HistoryRow.unpack(row.value).userId().equals(who.userId())) {
          found.add(new Row(inWindow(row.key), row.value));
        }
      }
    }
    return found;
  }

  /** The window's time, then the key within it. */
  private static Bytes inWindow(Windowed<Bytes> key) {
    byte[] within = key.key().get();
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + within.length)
            .putLong(key.window().start())
            .put(within)
            .array());
  }

  @Override
  public void replace(Row row, byte @Nullable [] value) {
    ByteBuffer key = ByteBuffer.wrap(row.key().get());
    long window = key.getLong();
    byte[] within = new byte[key.remaining()];
    key.get(within);
    history.put(Bytes.wrap(within), value, window);
  }
}
