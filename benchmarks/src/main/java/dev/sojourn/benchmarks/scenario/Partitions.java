package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.report.Findings;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Compares figures at several numbers of partitions with those at the first. */
public final class Partitions {

  /** Figures to compare, by the name of the ratio. */
  private static final Map<String, String> COMPARED =
      Map.of("intake", "intake.eventsPerSecond100", "journeys", "journeys.perSecond");

  private Partitions() {}

  /**
   * Adds a ratio for each figure found at both numbers, such as {@code partitions.journeys16}, and
   * the lowest of them as {@code partitions.ratio16}.
   */
  public static void compare(Findings findings, List<Integer> partitions) {
    for (int number : partitions.subList(1, partitions.size())) {
      double lowest = Double.MAX_VALUE;
      for (Map.Entry<String, String> compared : COMPARED.entrySet()) {
        OptionalDouble base = findings.within("p" + partitions.get(0)).number(compared.getValue());
        OptionalDouble found = findings.within("p" + number).number(compared.getValue());
        if (base.isPresent() && found.isPresent()) {
          double ratio = found.getAsDouble() / base.getAsDouble();
          findings.put("partitions." + compared.getKey() + number, ratio);
          lowest = Math.min(lowest, ratio);
        }
      }
      if (lowest < Double.MAX_VALUE) {
        findings.put("partitions.ratio" + number, lowest);
      }
    }
  }
}
