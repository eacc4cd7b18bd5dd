package dev.sojourn.processor.history;

import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.jspecify.annotations.Nullable;

/** Queries for the event history of a partition. */
public final class EventQueries {

  private static final Comparator<EventRow> OLDEST_FIRST =
      Comparator.comparing(EventRow::occurredAt).thenComparing(EventRow::id);

  private final int partition;
  private final ReadOnlyWindowStore<Bytes, byte[]> history;

  private EventQueries(PartitionView partition) {
    this.partition = partition.partition();
    this.history = partition.history();
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.EventsOfPerson.class, (query, view) -> new EventQueries(view).ofPerson(query)),
        QueryHandler.of(
            Query.StoredEvents.class, (query, view) -> new EventQueries(view).stored(query.ids())),
        QueryHandler.of(
            Query.OldestEvents.class, (query, view) -> new EventQueries(view).oldest(query)));
  }

  private QueryResult.Events ofPerson(Query.EventsOfPerson query) {
    try (Stream<KeyValue<UUID, HistoryRow>> rows =
        HistoryStore.ofPerson(history, Partitions.hash(query.userId()), query.userId())) {
      List<EventRow> found =
          rows.filter(row -> matches(query.event(), query.from(), query.to(), row.value))
              .map(row -> view(row.key, row.value))
              .toList();
      return new QueryResult.Events(
          Position.page(found, EventRow::position, query.after(), query.limit()), found.size());
    }
  }

  private QueryResult.Events stored(List<UUID> ids) {
    List<EventRow> found =
        ids.stream()
            .flatMap(id -> HistoryStore.event(history, id).map(row -> view(id, row)).stream())
            .toList();
    return new QueryResult.Events(found, found.size());
  }

  private QueryResult.Events oldest(Query.OldestEvents query) {
    TreeSet<EventRow> oldest = new TreeSet<>(OLDEST_FIRST);
    Set<UUID> kept = new HashSet<>();
    try (Stream<KeyValue<UUID, HistoryRow>> rows =
        query.userId() == null
            ? HistoryStore.ofAll(history)
            : HistoryStore.ofPerson(history, Partitions.hash(query.userId()), query.userId())) {
      for (KeyValue<UUID, HistoryRow> row : (Iterable<KeyValue<UUID, HistoryRow>>) rows::iterator) {
        // The history may hold a duplicate; one of the two is enough.
        if (matches(query.event(), query.from(), query.to(), row.value) && kept.add(row.key)) {
          oldest.add(view(row.key, row.value));
          if (oldest.size() > query.limit()) {
            kept.remove(UUID.fromString(oldest.pollLast().id()));
          }
        }
      }
    }
    return new QueryResult.Events(List.copyOf(oldest), oldest.size());
  }

  private static boolean matches(
      @Nullable String event, @Nullable Instant from, @Nullable Instant to, HistoryRow row) {
    return (event == null || event.equals(row.name()))
        && (from == null || !row.occurredAt().isBefore(from))
        && (to == null || !row.occurredAt().isAfter(to));
  }

  private EventRow view(UUID id, HistoryRow row) {
    return new EventRow(
        id.toString(), row.userId(), row.name(), row.occurredAt(), partition, row.offset());
  }
}
