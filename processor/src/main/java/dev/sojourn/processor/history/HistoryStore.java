package dev.sojourn.processor.history;

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

/**
 * Stored events: one row serves the check for repeats, the look-up by id and a person's history.
 * The window of an event is its intake time cut down to the segment, so that all rows of a segment
 * have one of two windows, a look-up is a point get for each, and event time moves nothing.
 *
 * <p>Most events concern nobody. Those are written without a look for an earlier one of their id,
 * into the second window, where a repeat replaces its like and never what somebody was decided by;
 * readers pass over what is there twice. See docs/adr/0012.
 */
public final class HistoryStore {

  /**
   * A bound for windows whose first byte is zero: with a greater one the store would look through
   * everything that lies between this person and the next hash with a greater first byte.
   */
  private static final Instant LATEST = Instant.ofEpochMilli((1L << 56) - 1);

  private final WindowStore<Bytes, byte[]> history;

  public HistoryStore(WindowStore<Bytes, byte[]> history) {
    this.history = history;
  }

  /**
   * Writes a row that is no event, unless there is one. Kafka Streams keeps the changelog offset of
   * a segmented store in its segments; one without any looks corrupt after a clean stop, and its
   * task would be wiped and restored at every start.
   */
  public void mark(Instant intake) {
    long window = HistoryKey.window(intake);
    if (history.fetch(HistoryKey.MARK, window) == null) {
      HistoryRow row = new HistoryRow("", Instant.EPOCH, "", 0, null, Map.of());
      history.put(HistoryKey.MARK, row.pack(), window);
    }
  }

  /** Whether an event of this id is stored, in this segment or the one before. */
  public boolean contains(UUID eventId, Instant intake) {
    Bytes key = HistoryKey.of(eventId);
    long window = HistoryKey.window(intake);
    return isThere(key, window) || isThere(key, HistoryKey.before(window));
  }

  private boolean isThere(Bytes key, long window) {
    return history.fetch(key, window) != null
        || history.fetch(key, HistoryKey.beside(window)) != null;
  }

  /** Stores an event of whose id there is none, as {@link #contains} said. */
  public void put(UUID eventId, Instant intake, HistoryRow row) {
    history.put(HistoryKey.of(eventId), row.pack(), HistoryKey.window(intake));
  }

  /** Stores an event of whose id there may be one: that one, if it was looked for, remains. */
  public void putWithoutDuplicateCheck(UUID eventId, Instant intake, HistoryRow row) {
    long window = HistoryKey.beside(HistoryKey.window(intake));
    history.put(HistoryKey.of(eventId), row.pack(), window);
  }

  /** Removes everything stored of the person, in every window. */
  public void erase(int hash, String userId) {
    List<Windowed<Bytes>> keys = new ArrayList<>();
    try (KeyValueIterator<Windowed<Bytes>, byte[]> rows =
        history.fetch(HistoryKey.firstOf(hash), HistoryKey.lastOf(hash), Instant.EPOCH, LATEST)) {
      while (rows.hasNext()) {
        KeyValue<Windowed<Bytes>, byte[]> row = rows.next();
        if (HistoryRow.unpack(row.value).userId().equals(userId)) {
          keys.add(row.key);
        }
      }
    }
    keys.forEach(key -> history.put(key.key(), null, key.window().start()));
  }

  /** Whether anything is stored of the person. */
  public boolean containsPerson(int hash, String userId) {
    try (Stream<KeyValue<UUID, HistoryRow>> rows = ofPerson(hash, userId)) {
      return rows.findAny().isPresent();
    }
  }

  /** Everything stored of the person, each event once, in no order. Must be closed. */
  public Stream<KeyValue<UUID, HistoryRow>> ofPerson(int hash, String userId) {
    return ofPerson(history, hash, userId);
  }

  /** The same for readers on other threads. */
  public static Stream<KeyValue<UUID, HistoryRow>> ofPerson(
      ReadOnlyWindowStore<Bytes, byte[]> history, int hash, String userId) {
    KeyValueIterator<Windowed<Bytes>, byte[]> rows =
        history.fetch(HistoryKey.firstOf(hash), HistoryKey.lastOf(hash), Instant.EPOCH, LATEST);
    // Segments come from the oldest to the newest and windows in their order, so that of what is
    // there twice the first is the one that counts.
    Set<UUID> seen = new HashSet<>();
    return unpacked(rows)
        .filter(row -> row.value.userId().equals(userId))
        .filter(row -> seen.add(row.key));
  }

  /**
   * Everything stored, in no order: a look at every row, and some events are there twice. Must be
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
   * One event, for readers on other threads. Of what is there twice the first counts, as in {@link
   * #ofPerson}.
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
}
