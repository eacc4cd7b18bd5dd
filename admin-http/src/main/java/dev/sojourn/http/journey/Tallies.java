package dev.sojourn.http.journey;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import java.util.HashMap;
import java.util.Map;

/** Instance counts of each journey, over all partitions. */
public record Tallies(Map<String, JourneyCounts> journeys) {

  public static Tallies read(ClusterQueries queries) {
    Map<String, JourneyCounts> sums = new HashMap<>();
    for (QueryResult.Counts part : queries.all(new Query.Counts())) {
      part.journeys().forEach((id, counts) -> sums.merge(id, counts, JourneyCounts::plus));
    }
    return new Tallies(sums);
  }

  public JourneyCounts of(String journeyId) {
    return journeys.getOrDefault(journeyId, JourneyCounts.NONE);
  }
}
