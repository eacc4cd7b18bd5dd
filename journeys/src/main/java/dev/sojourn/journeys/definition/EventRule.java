package dev.sojourn.journeys.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EvaluationContext;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Matches an event by its exact name and its properties.
 *
 * @param where all must hold; null or empty always holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventRule(
    @JsonProperty(required = true) String event, @Nullable List<Condition> where) {

  public EventRule {
    where = where == null ? null : List.copyOf(where);
  }

  /** The conditions, empty when none were defined. */
  public List<Condition> conditions() {
    return where == null ? List.of() : where;
  }

  public boolean matches(String name, EvaluationContext facts) {
    return event.equals(name) && Condition.all(conditions(), facts);
  }

  /** Names of the events it listens for or counts. */
  Stream<String> referencedEvents() {
    return Stream.concat(
        Stream.of(event), conditions().stream().flatMap(Condition::referencedEvents));
  }
}
