package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.person.EventHistory;
import dev.sojourn.journeys.time.JourneyDuration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the person's stored events of one name.
 *
 * @param check {@code exists}, {@code not_exists} or {@code count}
 * @param operator for {@code count}: gt, gte, lt, lte, eq or neq; without one, "more than none"
 * @param value what the count is compared with
 * @param within counts only events that occurred at most this long ago, inclusive
 */
@JsonTypeName("event")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventCondition(
    @JsonProperty(required = true) String eventName,
    @JsonProperty(required = true) Check check,
    @Nullable Operator operator,
    @Nullable Long value,
    @Nullable JourneyDuration within)
    implements Condition {

  private static final List<Operator> COUNTING =
      List.of(Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.EQ, Operator.NEQ);

  /** What is checked about the events. */
  public enum Check {
    exists,
    not_exists,
    count
  }

  @Override
  public boolean test(EvaluationContext facts) {
    Instant since = since(facts);
    return switch (check) {
      case exists -> facts.history().has(eventName, since);
      case not_exists -> !facts.history().has(eventName, since);
      case count -> counts(facts, since);
    };
  }

  private boolean counts(EvaluationContext facts, Instant since) {
    return (operator == null || value == null)
        ? facts.history().has(eventName, since)
        : operator.holds(facts.history().count(eventName, since), value);
  }

  @Override
  public Map<String, @Nullable Object> explain(EvaluationContext facts) {
    return Map.of("count", facts.history().count(eventName, since(facts)));
  }

  private Instant since(EvaluationContext facts) {
    return within == null ? EventHistory.BEGINNING : facts.now().minus(within.duration());
  }

  @Override
  public Stream<String> referencedEvents() {
    return Stream.of(eventName);
  }

  @Override
  public Stream<String> problems() {
    if (eventName.isBlank()) {
      return Stream.of("expected an event's name for key 'eventName', found a blank one");
    }
    if (within != null && within.isZero()) {
      return Stream.of("expected a 'within' longer than zero for event '%s'".formatted(eventName));
    }
    if (operator != null && !COUNTING.contains(operator)) {
      return Stream.of(
          "expected one of %s for key 'operator' of event '%s', found '%s'"
              .formatted(
                  COUNTING.stream().map(Operator::json).toList(), eventName, operator.json()));
    }
    return Stream.empty();
  }
}
