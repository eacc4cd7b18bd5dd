package dev.sojourn.http.operations;

import dev.sojourn.http.read.Reads;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Answer.JourneyCounts;
import dev.sojourn.processor.query.Query;
import java.util.HashMap;
import java.util.Map;

/** How many instances each journey has, over all partitions. */
record Tallies(Map<String, JourneyCounts> journeys) {

  static Tallies read(Reads reads) {
    Map<String, JourneyCounts> sums = new HashMap<>();
    for (Answer.Counts part : reads.all(new Query.Counts())) {
      part.journeys().forEach((id, counts) -> sums.merge(id, counts, JourneyCounts::plus));
    }
    return new Tallies(sums);
  }

  JourneyCounts of(String journeyId) {
    return journeys.getOrDefault(journeyId, JourneyCounts.NONE);
  }
}
