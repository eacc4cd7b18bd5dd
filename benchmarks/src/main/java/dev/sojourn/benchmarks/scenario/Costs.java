package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Store and sink operations of a node between two readings of its counts. */
record Costs(Map<String, Long> counts) {

  static Costs between(JsonNode before, JsonNode after) {
    Map<String, Long> grown = new TreeMap<>();
    after
        .properties()
        .forEach(
            count ->
                grown.put(
                    count.getKey(),
                    count.getValue().asLong() - before.path(count.getKey()).asLong()));
    return new Costs(grown);
  }

  /** Count of a store operation over all stores except one. */
  long of(String operation, String apart) {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().endsWith("." + operation))
        .filter(count -> !count.getKey().startsWith(apart + "."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  long sinks() {
    return counts.entrySet().stream()
        .filter(count -> count.getKey().startsWith("sink."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
