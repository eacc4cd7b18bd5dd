package dev.sojourn.http.metric;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Running totals over all partitions. */
public record Totals(Map<CounterKey, Long> sums) {

  public static Totals read(ClusterQueries queries) {
    Map<CounterKey, Long> sums = new HashMap<>();
    for (QueryResult.Totals part : queries.all(new Query.Totals())) {
      part.journeys()
          .forEach(
              (journey, numbers) ->
                  numbers.forEach(
                      (name, number) ->
                          sums.merge(new CounterKey(journey, name), number, Long::sum)));
    }
    return new Totals(sums);
  }

  /**
   * The total of one journey, or of the installation when the id is empty; zero when never counted.
   */
  public long of(String journeyId, String name) {
    return sums.getOrDefault(new CounterKey(journeyId, name), 0L);
  }

  public long of(String journeyId, Status status) {
    return of(journeyId, status.json());
  }

  /** Everybody who ever entered a journey: each instance has exactly one of the statuses. */
  long enrolled(String journeyId) {
    return Arrays.stream(Status.values()).mapToLong(status -> of(journeyId, status)).sum();
  }

  /** A total over all journeys. */
  long ofAll(String name) {
    return sums.entrySet().stream()
        .filter(sum -> !sum.getKey().journeyId().isEmpty() && sum.getKey().name().equals(name))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  long ofAll(Status status) {
    return ofAll(status.json());
  }
}
