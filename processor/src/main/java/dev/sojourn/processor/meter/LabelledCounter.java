package dev.sojourn.processor.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A counter by labels. Safe for any number of threads. */
final class LabelledCounter {

  /**
   * Limit of distinct label sets. Some label values come from what others write to the topics, and
   * must not be able to fill the memory.
   */
  static final int MOST = 10_000;

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final String name;
  private final String help;
  private final List<String> labels;

  /** Held here, since the registry's own look-up sorts and hashes all labels each time. */
  private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

  LabelledCounter(MeterRegistry registry, String name, String help, String... labels) {
    this.registry = registry;
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
  }

  void increment(String... values) {
    List<String> key = List.of(values);
    Counter counter = counters.get(key);
    if (counter == null) {
      List<String> told =
          counters.size() < MOST ? key : labels.stream().map(label -> OTHER).toList();
      counter = counters.computeIfAbsent(told, this::register);
    }
    counter.increment();
  }

  private Counter register(List<String> values) {
    return Counter.builder(name)
        .description(help)
        .tags(MeterFamily.tags(labels, values))
        .register(registry);
  }
}
