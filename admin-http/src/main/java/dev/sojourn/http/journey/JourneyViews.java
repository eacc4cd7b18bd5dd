package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.journeys.definition.EventRule;
import dev.sojourn.journeys.definition.Goal;
import dev.sojourn.journeys.definition.Holdout;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.JourneyVersion;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.time.JourneyDuration;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import dev.sojourn.processor.query.QueryResult.StateView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Journeys as the operations API shows them. Absent fields are left out. */
final class JourneyViews {

  private JourneyViews() {}

  /** A row of the list. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      String id,
      String name,
      @Nullable String description,
      boolean enabled,
      @Nullable EventRule trigger,
      @Nullable String entryLimit,
      Counts counts) {}

  /** One journey in full. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Detail(
      String id,
      String name,
      @Nullable String description,
      boolean enabled,
      @Nullable EventRule trigger,
      @Nullable String entryLimit,
      @Nullable List<EventRule> exitOn,
      @Nullable JourneyDuration suppress,
      @Nullable Holdout holdout,
      @Nullable Goal goal,
      @Nullable JourneyDuration maxDuration,
      @Nullable Integer priority,
      Counts counts,
      List<StateView> recentStates) {}

  record Counts(long active, long waiting, long completed, long failed, long exited) {
    static Counts of(JourneyCounts counts) {
      return new Counts(
          counts.active(), counts.waiting(), counts.completed(), counts.failed(), counts.exited());
    }
  }

  static Item item(Journey journey, Registry registry, JourneyCounts counts) {
    JourneyDefinition definition = definition(journey, registry);
    return new Item(
        journey.id(),
        journey.name(),
        definition == null ? null : definition.description(),
        journey.acceptsEntries(),
        definition == null ? null : new EventRule(definition.trigger().event(), null),
        definition == null ? null : definition.limit().json(),
        Counts.of(counts));
  }

  static Detail detail(
      Journey journey, Registry registry, JourneyCounts counts, List<StateView> recentStates) {
    JourneyDefinition definition = definition(journey, registry);
    return new Detail(
        journey.id(),
        journey.name(),
        definition == null ? null : definition.description(),
        journey.acceptsEntries(),
        definition == null ? null : definition.trigger(),
        definition == null ? null : definition.limit().json(),
        definition == null ? null : definition.exitOn(),
        definition == null ? null : definition.suppress(),
        definition == null ? null : definition.holdout(),
        definition == null ? null : definition.goal(),
        definition == null ? null : definition.maxDuration(),
        definition == null ? null : definition.priority(),
        Counts.of(counts),
        recentStates);
  }

  /** The current definition; null for a draft that was never published. */
  private static @Nullable JourneyDefinition definition(Journey journey, Registry registry) {
    return registry.current(journey).map(JourneyVersion::definition).orElse(null);
  }
}
