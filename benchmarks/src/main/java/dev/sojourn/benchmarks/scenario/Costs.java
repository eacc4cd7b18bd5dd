package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What a node has done between two looks at its counts. */
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

  /** How often an operation was asked of the stores, one of them apart. */
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
