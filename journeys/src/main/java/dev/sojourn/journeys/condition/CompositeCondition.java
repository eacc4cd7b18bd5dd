package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Combines conditions. An empty {@code and} holds, an empty {@code or} does not; {@code not} holds
 * when its conditions do not all hold.
 */
@JsonTypeName("composite")
public record CompositeCondition(
    @JsonProperty(required = true) Operator operator,
    @JsonProperty(required = true) List<Condition> conditions)
    implements Condition {

  /** How the conditions are combined. */
  public enum Operator {
    and,
    or,
    not;

    @JsonCreator
    static Operator of(String name) {
      return switch (name) {
        case "and" -> and;
        case "or" -> or;
        case "not" -> not;
        default ->
            throw new IllegalArgumentException(
                "expected one of [and, or, not] for key 'operator', found '%s'".formatted(name));
      };
    }
  }

  public CompositeCondition {
    conditions = List.copyOf(conditions);
  }

  @Override
  public boolean test(EvaluationContext facts) {
    return switch (operator) {
      case and -> Condition.all(conditions, facts);
      case or -> conditions.stream().anyMatch(condition -> condition.test(facts));
      case not -> !Condition.all(conditions, facts);
    };
  }

  @Override
  public Map<String, @Nullable Object> explain(EvaluationContext facts) {
    return Map.of("conditions", Condition.explained(conditions, facts));
  }

  @Override
  public Stream<String> namedProperties() {
    return conditions.stream().flatMap(Condition::namedProperties);
  }

  @Override
  public Stream<String> triggerProperties() {
    return conditions.stream().flatMap(Condition::triggerProperties);
  }

  @Override
  public Stream<String> referencedEvents() {
    return conditions.stream().flatMap(Condition::referencedEvents);
  }

  @Override
  public Stream<String> trackedTemplates() {
    return conditions.stream().flatMap(Condition::trackedTemplates);
  }

  @Override
  public Stream<String> problems() {
    Stream<String> inner = conditions.stream().flatMap(Condition::problems);
    return operator == Operator.not && conditions.isEmpty()
        ? Stream.concat(Stream.of("expected a condition inside 'not', found none"), inner)
        : inner;
  }
}
