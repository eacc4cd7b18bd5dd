package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Condition on an event, a contact or a person's history. Conditions have no side effects and never
 * throw because of the data they evaluate.
 *
 * <p>A new type is one record annotated with {@link com.fasterxml.jackson.annotation.JsonTypeName}
 * and one line in {@link ConditionCatalog}, or a {@link ConditionTypes} service in another jar.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Condition {

  /** Whether it holds. */
  boolean test(EvaluationContext facts);

  /** Event properties it reads, so that an instance keeps them in its context. */
  default Stream<String> namedProperties() {
    return Stream.empty();
  }

  /** Trigger properties it reads as a right-hand side. */
  default Stream<String> triggerProperties() {
    return Stream.empty();
  }

  /**
   * Names of the events it counts. Must be complete: for an event that no journey refers to, the
   * engine does not even read the person.
   */
  default Stream<String> referencedEvents() {
    return Stream.empty();
  }

  /** Keys of the templates whose sends it checks. */
  default Stream<String> trackedTemplates() {
    return Stream.empty();
  }

  /** Problems described for the author; empty when the condition is valid. */
  default Stream<String> problems() {
    return Stream.empty();
  }

  /** The values it evaluates, by name, for explanations; a value can be null. */
  default Map<String, @Nullable Object> explain(EvaluationContext facts) {
    return Map.of();
  }

  /** Evaluates each condition, with its result and the values it read. */
  static List<Explained> explained(List<Condition> conditions, EvaluationContext facts) {
    return conditions.stream()
        .map(condition -> new Explained(condition, condition.test(facts), condition.explain(facts)))
        .toList();
  }

  /** Whether all conditions hold; true for an empty list. */
  static boolean all(List<Condition> conditions, EvaluationContext facts) {
    for (Condition condition : conditions) {
      if (!condition.test(facts)) {
        return false;
      }
    }
    return true;
  }
}
