package dev.sojourn.journeys.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Index of what is looked up for each event, computed once per change of a journey.
 *
 * @param byTrigger by event name, the journeys whose current version it triggers
 * @param mentioned the event names that any version, however old, listens for or counts
 * @param askedAbout the templates whose sends some version has a condition on
 */
record RegistryIndex(
    Map<String, List<Journey>> byTrigger, Set<String> mentioned, Set<String> askedAbout) {

  static final RegistryIndex EMPTY = new RegistryIndex(Map.of(), Set.of(), Set.of());

  /** A journey and its current version. */
  private record Current(Journey journey, JourneyVersion version) {}

  static RegistryIndex of(
      Collection<Journey> journeys, Map<String, Map<Integer, JourneyVersion>> versions) {
    Map<String, List<Journey>> byTrigger =
        journeys.stream()
            .flatMap(journey -> current(journey, versions).stream())
            .sorted(
                Comparator.comparingInt((Current one) -> one.version().definition().rank())
                    .reversed()
                    .thenComparing(one -> one.journey().id()))
            .collect(
                Collectors.groupingBy(
                    one -> one.version().definition().trigger().event(),
                    Collectors.mapping(Current::journey, Collectors.toUnmodifiableList())));
    return new RegistryIndex(
        byTrigger,
        all(versions)
            .flatMap(version -> version.definition().referencedEvents())
            .collect(Collectors.toUnmodifiableSet()),
        all(versions)
            .flatMap(version -> version.definition().trackedTemplates())
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Optional<Current> current(
      Journey journey, Map<String, Map<Integer, JourneyVersion>> versions) {
    return Optional.ofNullable(versions.getOrDefault(journey.id(), Map.of()).get(journey.version()))
        .map(version -> new Current(journey, version));
  }

  private static Stream<JourneyVersion> all(Map<String, Map<Integer, JourneyVersion>> versions) {
    return versions.values().stream().flatMap(byNumber -> byNumber.values().stream());
  }
}
