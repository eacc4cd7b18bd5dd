package dev.sojourn.processor.condition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.ConditionTypes;
import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.event.Paths;
import dev.sojourn.journeys.person.EventHistory;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A condition type as an extension might add it. */
public final class ActiveDaysConditions implements ConditionTypes {

  @Override
  public List<Class<? extends Condition>> types() {
    return List.of(ActiveDaysCondition.class);
  }

  /**
   * Holds when an event occurred on as many days, in UTC, as the person chose.
   *
   * @param eventName the event to count
   * @param daysFrom the property with the number of days
   */
  @JsonTypeName("active_days")
  public record ActiveDaysCondition(
      @JsonProperty(required = true) String eventName,
      @JsonProperty(required = true) String daysFrom)
      implements Condition {

    @Override
    public boolean test(EvaluationContext facts) {
      return Paths.read(facts.properties(), daysFrom) instanceof Number days
          && days(facts) >= days.longValue();
    }

    @Override
    public Map<String, @Nullable Object> explain(EvaluationContext facts) {
      return Map.of("days", days(facts));
    }

    private long days(EvaluationContext facts) {
      return facts
          .history()
          .find(eventName, EventHistory.BEGINNING)
          .map(stored -> stored.occurredAt().truncatedTo(ChronoUnit.DAYS))
          .distinct()
          .count();
    }

    @Override
    public Stream<String> namedProperties() {
      return Stream.of(daysFrom);
    }

    @Override
    public Stream<String> referencedEvents() {
      return Stream.of(eventName);
    }

    @Override
    public Stream<String> problems() {
      return eventName.isBlank()
          ? Stream.of("expected an event's name for key 'eventName', found a blank one")
          : Stream.empty();
    }
  }
}
