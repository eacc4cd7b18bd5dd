package dev.sojourn.processor.meter;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Meters of one name whose values are read elsewhere and set here, one for each set of label
 * values. Label sets come and go with the values. Safe for any number of threads.
 *
 * <p>Must be kept reachable: the registry holds the values weakly.
 */
public final class MeterFamily {

  private enum Kind {
    COUNTER,
    GAUGE
  }

  /** A value as last set. */
  private static final class Value {
    private volatile double now;

    private double now() {
      return now;
    }
  }

  private record Row(Value value, Meter meter) {}

  private final MeterRegistry registry;
  private final Kind kind;
  private final String name;
  private final String help;
  private final List<String> labels;
  private final Map<List<String>, Row> rows = new HashMap<>();

  private MeterFamily(
      MeterRegistry registry, Kind kind, String name, String help, String... labels) {
    this.registry = registry;
    this.kind = kind;
    this.name = name;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** Counters, whose values only grow from zero at the start of the process. */
  public static MeterFamily counter(
      MeterRegistry registry, String name, String help, String... labels) {
    return new MeterFamily(registry, Kind.COUNTER, name, help, labels);
  }

  /** Gauges, whose values go up and down. */
  public static MeterFamily gauge(
      MeterRegistry registry, String name, String help, String... labels) {
    return new MeterFamily(registry, Kind.GAUGE, name, help, labels);
  }

  /**
   * Sets all values; label sets that are absent are removed.
   *
   * @param values by label values, in the order of the label names
   */
  public synchronized void set(Map<List<String>, Double> values) {
    for (Iterator<Map.Entry<List<String>, Row>> all = rows.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<List<String>, Row> row = all.next();
      if (!values.containsKey(row.getKey())) {
        registry.remove(row.getValue().meter());
        all.remove();
      }
    }
    values.forEach((key, value) -> rows.computeIfAbsent(key, this::register).value().now = value);
  }

  /** Sets the value of a family without labels. */
  public void set(double value) {
    set(Map.of(List.of(), value));
  }

  /** Removes all values. */
  public void clear() {
    set(Map.of());
  }

  private Row register(List<String> values) {
    Value value = new Value();
    List<Tag> tags = tags(labels, values);
    Meter meter =
        switch (kind) {
          case COUNTER ->
              FunctionCounter.builder(name, value, Value::now)
                  .description(help)
                  .tags(tags)
                  .register(registry);
          case GAUGE ->
              Gauge.builder(name, value, Value::now)
                  .description(help)
                  .tags(tags)
                  .register(registry);
        };
    return new Row(value, meter);
  }

  static List<Tag> tags(List<String> labels, List<String> values) {
    return IntStream.range(0, labels.size())
        .mapToObj(i -> Tag.of(labels.get(i), values.get(i)))
        .toList();
  }
}
