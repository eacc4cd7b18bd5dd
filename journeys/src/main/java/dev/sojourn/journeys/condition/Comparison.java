package dev.sojourn.journeys.condition;

import dev.sojourn.journeys.event.Paths;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Comparison shared by {@code property} and {@code contact} conditions: path, operator, value. */
final class Comparison {

  private static final String TRIGGER = "trigger.";

  private Comparison() {}

  static boolean holds(
      @Nullable Object left,
      Operator operator,
      @Nullable Object value,
      @Nullable String valueFrom,
      EvaluationContext facts) {
    Object right =
        valueFrom == null
            ? value
            : Paths.read(facts.trigger(), valueFrom.substring(TRIGGER.length()));
    return operator.holds(left, right);
  }

  /** The values of both sides. */
  static Map<String, @Nullable Object> explain(
      @Nullable Object left, @Nullable String valueFrom, EvaluationContext facts) {
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    seen.put("found", left);
    if (valueFrom != null) {
      seen.put("comparedWith", Paths.read(facts.trigger(), valueFrom.substring(TRIGGER.length())));
    }
    return seen;
  }

  static Stream<String> flaws(
      String path, Operator operator, @Nullable Object value, @Nullable String valueFrom) {
    if (path.isBlank()) {
      return Stream.of("expected a name for key 'property', found a blank one");
    }
    if (valueFrom != null && (!valueFrom.startsWith(TRIGGER) || valueFrom.length() == 8)) {
      return Stream.of(
          "expected 'trigger.<property>' for key 'valueFrom', found '%s'".formatted(valueFrom));
    }
    if (valueFrom != null && value != null) {
      return Stream.of(
          "expected either 'value' or 'valueFrom' for '%s', found both".formatted(path));
    }
    boolean none = value == null && valueFrom == null;
    if (none && operator.needsValue() && operator != Operator.EQ && operator != Operator.NEQ) {
      return Stream.of(
          "expected a 'value' for operator '%s' on '%s', found none"
              .formatted(operator.json(), path));
    }
    if (operator == Operator.IN && valueFrom == null && !(value instanceof Iterable<?>)) {
      return Stream.of("expected a list in 'value' for operator 'in' on '%s'".formatted(path));
    }
    return Stream.empty();
  }

  /** The trigger property that a right-hand side refers to. */
  static Stream<String> named(@Nullable String valueFrom) {
    return valueFrom == null || !valueFrom.startsWith(TRIGGER)
        ? Stream.empty()
        : Stream.of(valueFrom.substring(TRIGGER.length()));
  }
}
