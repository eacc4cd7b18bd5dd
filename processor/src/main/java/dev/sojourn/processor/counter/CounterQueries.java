package dev.sojourn.processor.counter;

import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Queries for the counters of a partition. */
public final class CounterQueries {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> counters;

  public CounterQueries(PartitionView partition) {
    this.counters = partition.counters();
  }

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(
            Query.Counts.class,
            (query, view) -> new QueryResult.Counts(new CounterQueries(view).counts())),
        QueryHandler.of(
            Query.Totals.class,
            (query, view) -> new QueryResult.Totals(new CounterQueries(view).totals())));
  }

  /** The number of instances of a journey with this status, or with any status. */
  public long total(String journeyId, Optional<Status> wanted) {
    return wanted.map(List::of).orElse(List.of(Status.values())).stream()
        .mapToLong(status -> counter(new CounterKey(journeyId, status.json())))
        .sum();
  }

  private long counter(CounterKey key) {
    byte[] row = counters.get(key.bytes());
    return row == null ? 0 : ByteBuffer.wrap(row).getLong();
  }

  private Map<String, Map<String, Long>> totals() {
    Map<String, Map<String, Long>> byJourney = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows = counters.all()) {
      while (rows.hasNext()) {
        KeyValue<Bytes, byte[]> row = rows.next();
        if (VersionKey.isVersion(row.key)) {
          continue;
        }
        CounterKey key = CounterKey.read(row.key);
        byJourney
            .computeIfAbsent(key.journeyId(), id -> new HashMap<>())
            .put(key.name(), ByteBuffer.wrap(row.value).getLong());
      }
    }
    return byJourney;
  }

  private Map<String, JourneyCounts> counts() {
    Map<String, Map<String, Long>> byJourney = totals();
    byJourney.remove("");
    Map<String, JourneyCounts> counts = new HashMap<>();
    byJourney.forEach((journey, numbers) -> counts.put(journey, counts(numbers)));
    return counts;
  }

  private static JourneyCounts counts(Map<String, Long> numbers) {
    return new JourneyCounts(
        numbers.getOrDefault(Status.ACTIVE.json(), 0L),
        numbers.getOrDefault(Status.WAITING.json(), 0L),
        numbers.getOrDefault(Status.COMPLETED.json(), 0L),
        numbers.getOrDefault(Status.FAILED.json(), 0L),
        numbers.getOrDefault(Status.EXITED.json(), 0L),
        numbers.getOrDefault(CounterKey.DURATION, 0L));
  }
}
