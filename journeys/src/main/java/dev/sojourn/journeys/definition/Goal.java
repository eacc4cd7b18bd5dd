package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.time.JourneyDuration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a journey is for: an event that people should come to in time, on the journey or after it.
 *
 * @param where on the event's own properties; all must hold
 * @param window how long after entry it counts, inclusive
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Goal(
    @JsonProperty(required = true) String event,
    @Nullable List<Condition> where,
    @JsonProperty(required = true) JourneyDuration window) {

  public Goal {
    where = where == null ? null : List.copyOf(where);
  }

  /** The conditions, none when nothing was written. */
  public List<Condition> conditions() {
    return where == null ? List.of() : where;
  }

  /** The properties of the event that entered that its conditions compare with. */
  public Stream<String> triggerProperties() {
    return conditions().stream().flatMap(Condition::triggerProperties);
  }

  EventRule rule() {
    return new EventRule(event, where);
  }
}
