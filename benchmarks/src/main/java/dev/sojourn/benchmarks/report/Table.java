package dev.sojourn.benchmarks.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Table of the figures for people, each with its target where it has one. */
public final class Table {

  /** Targets, for two cores shared by broker, engine and generator. */
  private static final Map<String, Reach> REACH =
      Map.ofEntries(
          Map.entry("intake.ratio100", Reach.atLeast(0.7)),
          Map.entry("journeys.perSecond", Reach.atLeast(5_000)),
          Map.entry("latency.actionP99Ms", Reach.below(250)),
          Map.entry("latency.timerP99Ms", Reach.below(300)),
          Map.entry("latency.commandP99Ms", Reach.below(400)),
          Map.entry("storm.drainSeconds", Reach.below(10)),
          Map.entry("storm.intakeRatio", Reach.atLeast(0.5)),
          Map.entry("parked.storeBytesPerInstance", Reach.below(400)),
          Map.entry("parked.idleCpuPercent", Reach.below(3)),
          Map.entry("parked.intakeRatio", Reach.atLeast(0.9)),
          Map.entry("restart.instancesPerSecond", Reach.atLeast(50_000)),
          Map.entry("growth.intakeRatio1m", Reach.atLeast(0.8)),
          Map.entry("writeStallSeconds", Reach.below(0.001)));

  /** Ratios of further numbers of partitions to the first. */
  private static final Pattern PARTITIONS = Pattern.compile("partitions\\.ratio\\d+");

  private static final Reach ENOUGH_OF_THE_FIRST = Reach.atLeast(0.8);

  /** Prefix of figures when several numbers of partitions are measured. */
  private static final Pattern GROUP = Pattern.compile("p\\d+\\.");

  private Table() {}

  private record Reach(boolean atLeast, double bound) {
    static Reach atLeast(double bound) {
      return new Reach(true, bound);
    }

    static Reach below(double bound) {
      return new Reach(false, bound);
    }

    String of(double value) {
      boolean reached = atLeast ? value >= bound : value < bound;
      return "%s %s%s"
          .formatted(atLeast ? ">=" : "<", plain(bound), reached ? "" : "   NOT REACHED");
    }
  }

  /** Formats one line per figure. */
  public static String of(Findings findings) {
    StringBuilder table = new StringBuilder();
    String scenario = "";
    for (Map.Entry<String, Object> figure : findings.inOrder()) {
      String begins = figure.getKey().substring(0, figure.getKey().lastIndexOf('.'));
      if (!begins.equals(scenario)) {
        scenario = begins;
        table.append('\n');
      }
      table.append(
          "%-36s %14s   %s%n"
              .formatted(figure.getKey(), text(figure.getValue()), reach(figure).orElse(""))
              .stripTrailing());
      table.append('\n');
    }
    return table.toString();
  }

  private static Optional<String> reach(Map.Entry<String, Object> figure) {
    Reach reach = reach(GROUP.matcher(figure.getKey()).replaceFirst(""));
    return reach != null && figure.getValue() instanceof Number number
        ? Optional.of(reach.of(number.doubleValue()))
        : Optional.empty();
  }

  private static @Nullable Reach reach(String name) {
    if (PARTITIONS.matcher(name).matches()) {
      return ENOUGH_OF_THE_FIRST;
    }
    Reach reach = REACH.get(name);
    return reach == null ? REACH.get(name.substring(name.lastIndexOf('.') + 1)) : reach;
  }

  private static String text(Object value) {
    return value instanceof Number number ? plain(number.doubleValue()) : value.toString();
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
