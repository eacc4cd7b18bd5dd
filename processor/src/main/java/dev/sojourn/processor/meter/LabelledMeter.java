package dev.sojourn.processor.meter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A counter by labels. Safe for any number of threads. */
final class LabelledMeter {

  /**
   * Limit of distinct label sets. Some label values come from what others write to the topics, and
   * must not be able to fill the memory.
   */
  static final int MOST = 10_000;

  private static final String OTHER = "other";

  private final String name;
  private final String help;
  private final List<String> labels;
  private final Map<List<String>, LongAdder> counts = new ConcurrentHashMap<>();

  LabelledMeter(String name, String help, String... labels) {
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
  }

  void increment(String... values) {
    List<String> key = List.of(values);
    LongAdder count = counts.get(key);
    if (count == null) {
      List<String> told = counts.size() < MOST ? key : labels.stream().map(label -> OTHER).toList();
      count = counts.computeIfAbsent(told, none -> new LongAdder());
    }
    count.increment();
  }

  Reading read() {
    Map<List<String>, Double> values = new HashMap<>();
    counts.forEach((key, count) -> values.put(key, (double) count.sum()));
    return new Reading.Numbers(name, Reading.Kind.SUM, help, labels, values);
  }
}
