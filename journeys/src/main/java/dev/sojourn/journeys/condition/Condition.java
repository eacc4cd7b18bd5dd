package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question with a yes or a no. Conditions have no side effects and never throw for what they
 * find.
 *
 * <p>A new type is one record that carries {@link com.fasterxml.jackson.annotation.JsonTypeName}
 * and one line in {@link ConditionCatalog}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Condition {

  boolean test(EvaluationContext facts);

  /** The event properties it names, so that an instance keeps them in its context. */
  default Stream<String> namedProperties() {
    return Stream.empty();
  }

  /** The properties of the trigger that it reads as a right-hand side. */
  default Stream<String> triggerProperties() {
    return Stream.empty();
  }

  /** The names of the events it counts. */
  default Stream<String> referencedEvents() {
    return Stream.empty();
  }

  /** The keys of the templates about whose sends it asks. */
  default Stream<String> trackedTemplates() {
    return Stream.empty();
  }

  /** What is wrong with it, in words for its author; nothing when it is sound. */
  default Stream<String> problems() {
    return Stream.empty();
  }

  /** What it looks at, by name, for whoever wants it explained; a value can be null. */
  default Map<String, @Nullable Object> sees(EvaluationContext facts) {
    return Map.of();
  }

  /** Each condition with what it says and sees. */
  static List<Explained> explained(List<Condition> conditions, EvaluationContext facts) {
    return conditions.stream()
        .map(condition -> new Explained(condition, condition.test(facts), condition.sees(facts)))
        .toList();
  }

  /** A list of conditions holds when each does; an empty one holds. */
  static boolean all(List<Condition> conditions, EvaluationContext facts) {
    for (Condition condition : conditions) {
      if (!condition.test(facts)) {
        return false;
      }
    }
    return true;
  }
}
