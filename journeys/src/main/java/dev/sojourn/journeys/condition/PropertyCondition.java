package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.event.Paths;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a property of the event (in a branch: of the event that started the instance).
 *
 * @param property a name or a dotted path
 * @param value the right-hand side, unless {@code valueFrom} is set
 * @param valueFrom {@code trigger.<property>}: the right-hand side is read from the trigger
 */
@JsonTypeName("property")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PropertyCondition(
    @JsonProperty(required = true) String property,
    @JsonProperty(required = true) Operator operator,
    @Nullable Object value,
    @Nullable String valueFrom)
    implements Condition {

  @Override
  public boolean test(EvaluationContext facts) {
    return Comparison.holds(
        Paths.read(facts.properties(), property), operator, value, valueFrom, facts);
  }

  @Override
  public Map<String, @Nullable Object> explain(EvaluationContext facts) {
    return Comparison.explain(Paths.read(facts.properties(), property), valueFrom, facts);
  }

  @Override
  public Stream<String> triggerProperties() {
    return Comparison.named(valueFrom);
  }

  @Override
  public Stream<String> namedProperties() {
    return Stream.concat(Stream.of(property), triggerProperties());
  }

  @Override
  public Stream<String> problems() {
    return Comparison.flaws(property, operator, value, valueFrom);
  }
}
