package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.step.Step;
import dev.sojourn.journeys.time.JourneyDuration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Journey definition: the canonical form that files, HTTP and Java all produce.
 *
 * <p>The constructor rejects what is invalid in any journey; {@link
 * dev.sojourn.journeys.definition.Linter} finds what is likely a mistake.
 *
 * @param id 1 to 100 of {@code a-z A-Z 0-9 . _ -}
 * @param name display name; the id by default
 * @param enabled whether it accepts entries unless an operator overrides it; true by default
 * @param entryLimit once by default
 * @param entryPeriod for {@code once_per_period}: 24 hours by default
 * @param suppress the minimum time between two sends of this journey to one person
 * @param category opt-out category of its sends
 * @param holdout share of people who never enter
 * @param goal the event to be counted as success
 * @param maxDuration the longest an instance may take; after that it exits
 * @param priority when one event triggers several journeys, the highest is evaluated first; 0 by
 *     default
 * @param steps the first is the entry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "id",
  "name",
  "description",
  "enabled",
  "trigger",
  "entryLimit",
  "entryPeriod",
  "exitOn",
  "suppress",
  "category",
  "holdout",
  "goal",
  "maxDuration",
  "priority",
  "steps"
})
public record JourneyDefinition(
    @JsonProperty(required = true) String id,
    @Nullable String name,
    @Nullable String description,
    @Nullable Boolean enabled,
    @JsonProperty(required = true) EventRule trigger,
    @Nullable EntryLimit entryLimit,
    @Nullable JourneyDuration entryPeriod,
    @Nullable List<EventRule> exitOn,
    @Nullable JourneyDuration suppress,
    @Nullable String category,
    @Nullable Holdout holdout,
    @Nullable Goal goal,
    @Nullable JourneyDuration maxDuration,
    @Nullable Integer priority,
    @JsonProperty(required = true) List<Step> steps) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Duration DEFAULT_PERIOD = Duration.ofHours(24);

  public JourneyDefinition {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "expected 1 to 100 of a-z, A-Z, 0-9, '.', '_' and '-' for key 'id', found '%s'"
              .formatted(id));
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("expected at least one step for key 'steps', found none");
    }
    name = name == null ? id : name;
    enabled = enabled == null ? Boolean.TRUE : enabled;
    entryLimit = entryLimit == null ? EntryLimit.ONCE : entryLimit;
    exitOn = exitOn == null ? null : List.copyOf(exitOn);
    steps = List.copyOf(steps);
  }

  @JsonIgnore
  public boolean isEnabled() {
    return Boolean.TRUE.equals(enabled);
  }

  @JsonIgnore
  public String title() {
    return name == null ? id : name;
  }

  @JsonIgnore
  public EntryLimit limit() {
    return entryLimit == null ? EntryLimit.ONCE : entryLimit;
  }

  /** The minimum time between two entries; used by {@code once_per_period} only. */
  @JsonIgnore
  public Duration period() {
    return entryPeriod == null ? DEFAULT_PERIOD : entryPeriod.duration();
  }

  @JsonIgnore
  public List<EventRule> exits() {
    return exitOn == null ? List.of() : exitOn;
  }

  /** The minimum gap between sends, if any. */
  @JsonIgnore
  public Optional<Duration> sendGap() {
    return suppress == null || suppress.isZero()
        ? Optional.empty()
        : Optional.of(suppress.duration());
  }

  /** The longest an instance may take, if limited. */
  @JsonIgnore
  public Optional<Duration> longest() {
    return Optional.ofNullable(maxDuration).map(JourneyDuration::duration);
  }

  /** Whether this person is in the holdout. */
  public boolean holdsOut(String userId) {
    return holdout != null && holdout.holds(id, userId);
  }

  /** The priority: when one event triggers several journeys, the highest is evaluated first. */
  @JsonIgnore
  public int rank() {
    return priority == null ? 0 : priority;
  }

  @JsonIgnore
  public Step entry() {
    return steps.get(0);
  }

  public Optional<Step> step(String stepId) {
    for (Step step : steps) {
      if (step.id().equals(stepId)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** Every event property that a step or condition refers to, as written. */
  public Stream<String> namedProperties() {
    return Stream.concat(
        Stream.concat(Stream.of(trigger), exits().stream())
            .flatMap(rule -> rule.conditions().stream())
            .flatMap(Condition::namedProperties),
        steps.stream().flatMap(Step::namedProperties));
  }

  /** Names of the events that it listens for or counts, in any role. */
  public Stream<String> referencedEvents() {
    return Stream.concat(
        rules().flatMap(EventRule::referencedEvents),
        steps.stream().flatMap(Step::referencedEvents));
  }

  /** Keys of the templates whose sends its conditions check. */
  public Stream<String> trackedTemplates() {
    return Stream.concat(
        rules().flatMap(rule -> rule.conditions().stream()).flatMap(Condition::trackedTemplates),
        steps.stream().flatMap(Step::trackedTemplates));
  }

  private Stream<EventRule> rules() {
    return Stream.concat(
        Stream.concat(Stream.of(trigger), exits().stream()),
        Stream.ofNullable(goal).map(Goal::rule));
  }
}
