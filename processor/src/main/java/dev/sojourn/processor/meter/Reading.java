package dev.sojourn.processor.meter;

import java.util.List;
import java.util.Map;

/** A reading of a meter. Names are as shown by a scrape, in base units. */
public sealed interface Reading {

  /** In snake case; a counter's without {@code _total}. */
  String name();

  /** One sentence. */
  String help();

  /** The type of a value. */
  enum Kind {
    /** Counter: only grows, from zero at the start of the process. */
    SUM,
    /** Gauge: goes up and down. */
    LEVEL
  }

  /**
   * A value for each set of labels.
   *
   * @param labels label names
   * @param values by label values, in the order of the label names
   */
  record Numbers(
      String name, Kind kind, String help, List<String> labels, Map<List<String>, Double> values)
      implements Reading {

    public Numbers {
      labels = List.copyOf(labels);
      values = Map.copyOf(values);
    }

    /** A value without labels. */
    public static Numbers one(String name, Kind kind, String help, double value) {
      return new Numbers(name, kind, help, List.of(), Map.of(List.of(), value));
    }
  }

  /**
   * A histogram.
   *
   * @param bounds inclusive upper bounds of all buckets but the last, which has none
   * @param counts of each bucket alone, one more than bounds
   * @param sum of all values
   */
  record Spread(String name, String help, List<Double> bounds, List<Long> counts, double sum)
      implements Reading {

    public Spread {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
      if (counts.size() != bounds.size() + 1) {
        throw new IllegalArgumentException(
            "expected %d counts for '%s', found %d"
                .formatted(bounds.size() + 1, name, counts.size()));
      }
    }
  }
}
