package dev.sojourn.processor.deadletter;

import dev.sojourn.processor.deadletter.DeadLetterStore.DeadLetter;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Queries for the dead letters of one partition. */
public final class DeadLetterQueries {

  private final int partition;
  private final ReadOnlyKeyValueStore<Bytes, byte[]> state;

  private DeadLetterQueries(PartitionView partition) {
    this.partition = partition.partition();
    this.state = partition.state();
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.DeadLetters.class, (query, view) -> new DeadLetterQueries(view).list(query)),
        QueryHandler.of(
            Query.DeadLetter.class,
            (query, view) -> new DeadLetterQueries(view).one(query.offset())));
  }

  private QueryResult.DeadLetter one(long offset) {
    byte[] row = state.get(Keys.deadLetter(offset));
    return new QueryResult.DeadLetter(
        row == null ? null : view(offset, Json.read(row, DeadLetter.class)));
  }

  /** Scans all dead letters, since the total must be exact; holds no more than it returns. */
  private QueryResult.DeadLetters list(Query.DeadLetters query) {
    List<DeadLetterView> found = new ArrayList<>();
    long total = 0;
    try (KeyValueIterator<Bytes, byte[]> rows =
        state.prefixScan(Keys.deadLetters(), new BytesSerializer())) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        DeadLetter deadLetter = Json.read(row.value, DeadLetter.class);
        if (matches(query, deadLetter)) {
          DeadLetterView view = view(Keys.deadLetterOffset(row.key), deadLetter);
          if (query.after() == null || view.position().isAfter(query.after())) {
            found.add(view);
          }
          total++;
          if (found.size() > 2 * query.limit() + 1_000) {
            keepNewest(found, query.limit());
          }
        }
      }
    }
    keepNewest(found, query.limit());
    return new QueryResult.DeadLetters(List.copyOf(found), total);
  }

  private static void keepNewest(List<DeadLetterView> found, int limit) {
    found.sort(Comparator.comparing(DeadLetterView::position));
    if (found.size() > limit) {
      found.subList(limit, found.size()).clear();
    }
  }

  private static boolean matches(Query.DeadLetters query, DeadLetter deadLetter) {
    return (query.source() == null || query.source().equals(deadLetter.source()))
        && (query.status() == null || query.status().equals(deadLetter.status()));
  }

  private DeadLetterView view(long offset, DeadLetter deadLetter) {
    boolean journey = deadLetter.origin() == null;
    return new DeadLetterView(
        partition,
        offset,
        deadLetter.source(),
        journey ? deadLetter.instance() : deadLetter.origin(),
        deadLetter.reason(),
        deadLetter.message(),
        deadLetter.status(),
        deadLetter.retryCount(),
        deadLetter.retriedAt(),
        deadLetter.at());
  }
}
