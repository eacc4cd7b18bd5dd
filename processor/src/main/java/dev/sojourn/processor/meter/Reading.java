package dev.sojourn.processor.meter;

import java.util.List;
import java.util.Map;

/** What a meter shows. Names are those under which a scrape shows it, in base units. */
public sealed interface Reading {

  /** In snake case; that of a sum without {@code _total}. */
  String name();

  /** One sentence. */
  String help();

  /** What a number is. */
  enum Kind {
    /** Only ever grows, from zero at the start of the process. */
    SUM,
    /** Goes up and down. */
    LEVEL
  }

  /**
   * A number for each set of labels.
   *
   * @param labels their names
   * @param values by the labels' values, in the order of the names
   */
  record Numbers(
      String name, Kind kind, String help, List<String> labels, Map<List<String>, Double> values)
      implements Reading {

    public Numbers {
      labels = List.copyOf(labels);
      values = Map.copyOf(values);
    }

    /** A number without labels. */
    public static Numbers one(String name, Kind kind, String help, double value) {
      return new Numbers(name, kind, help, List.of(), Map.of(List.of(), value));
    }
  }

  /**
   * How values spread.
   *
   * @param bounds inclusive upper ends of the buckets but the last, which has none
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
