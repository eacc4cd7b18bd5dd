package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.time.JourneyDuration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goal of a journey: an event that people should reach in time, during the journey or after it.
 *
 * @param where conditions on the event's own properties; all must hold
 * @param window how long after entry the event counts, inclusive
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Goal(
    @JsonProperty(required = true) String event,
    @Nullable List<Condition> where,
    @JsonProperty(required = true) JourneyDuration window) {

  public Goal {
    where = where == null ? null : List.copyOf(where);
  }

  /** The conditions, empty when none were defined. */
  public List<Condition> conditions() {
    return where == null ? List.of() : where;
  }

  /** The trigger properties that its conditions compare with. */
  public Stream<String> triggerProperties() {
    return conditions().stream().flatMap(Condition::triggerProperties);
  }

  EventRule rule() {
    return new EventRule(event, where);
  }
}
