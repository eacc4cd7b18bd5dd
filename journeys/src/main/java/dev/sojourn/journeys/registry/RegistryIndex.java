package dev.sojourn.journeys.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Index of what is looked up for each event, computed from journeys and their versions.
 *
 * @param versions by journey id, then by number
 * @param byTrigger by event name, the journeys whose current version it triggers
 * @param mentioned the event names that any version, however old, listens for or counts
 * @param askedAbout the templates whose sends some version has a condition on
 */
record RegistryIndex(
    Map<String, Map<Integer, JourneyVersion>> versions,
    Map<String, List<Journey>> byTrigger,
    Set<String> mentioned,
    Set<String> askedAbout) {

  /** A journey and its current version. */
  private record Current(Journey journey, JourneyVersion version) {}

  static RegistryIndex of(Collection<Journey> journeys, Collection<JourneyVersion> versions) {
    Map<String, Map<Integer, JourneyVersion>> byNumber = new HashMap<>();
    versions.forEach(
        version ->
            byNumber
                .computeIfAbsent(version.journeyId(), id -> new HashMap<>())
                .put(version.number(), version));
    Map<String, List<Journey>> byTrigger =
        journeys.stream()
            .flatMap(journey -> current(journey, byNumber).stream())
            .sorted(
                Comparator.comparingInt((Current one) -> one.version().definition().rank())
                    .reversed()
                    .thenComparing(one -> one.journey().id()))
            .collect(
                Collectors.groupingBy(
                    one -> one.version().definition().trigger().event(),
                    Collectors.mapping(Current::journey, Collectors.toUnmodifiableList())));
    return new RegistryIndex(
        byNumber,
        byTrigger,
        versions.stream()
            .flatMap(version -> version.definition().referencedEvents())
            .collect(Collectors.toUnmodifiableSet()),
        versions.stream()
            .flatMap(version -> version.definition().trackedTemplates())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The version of a journey, null when there is none of this number. */
  @Nullable JourneyVersion version(String journeyId, int number) {
    return versions.getOrDefault(journeyId, Map.of()).get(number);
  }

  private static Optional<Current> current(
      Journey journey, Map<String, Map<Integer, JourneyVersion>> versions) {
    return Optional.ofNullable(versions.getOrDefault(journey.id(), Map.of()).get(journey.version()))
        .map(version -> new Current(journey, version));
  }
}
