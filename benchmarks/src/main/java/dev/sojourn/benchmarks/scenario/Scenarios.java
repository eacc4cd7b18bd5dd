package dev.sojourn.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Scenarios in the order in which they run. */
public final class Scenarios {

  private Scenarios() {}

  private static List<Scenario> all() {
    return List.of(
        new Floor(),
        new Intake(),
        new JourneysPerSecond(),
        new Latency(),
        new Storm(),
        new Parked(),
        new Restart(),
        new Growth());
  }

  public static List<String> names() {
    return all().stream().map(Scenario::name).toList();
  }

  /**
   * Selects scenarios by name.
   *
   * @throws IllegalArgumentException naming an unknown scenario
   */
  public static List<Scenario> named(Set<String> names) {
    List<String> known = names();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "expected some of %s for key '--scenario', found '%s'".formatted(known, name));
      }
    }
    List<Scenario> chosen = new ArrayList<>(all());
    chosen.removeIf(scenario -> !names.contains(scenario.name()));
    // Intake is measured in turns with the floor, and so measures the floor as well.
    if (names.contains("intake")) {
      chosen.removeIf(Floor.class::isInstance);
    }
    return chosen;
  }
}
