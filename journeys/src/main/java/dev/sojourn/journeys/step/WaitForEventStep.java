package dev.sojourn.journeys.step;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.time.JourneyDuration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an event, edge-triggered. Events during the wait of the preceding step count; earlier
 * ones only within {@code lookback}.
 *
 * @param where on the properties of the received event
 * @param timeout how long to wait; an event exactly at the deadline counts
 * @param lookback how far back a stored event still counts; the event that started the instance
 *     never does
 * @param timeoutNext the step to go to when no event came; {@code next} when absent
 */
@JsonTypeName("wait_for_event")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitForEventStep(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String event,
    @Nullable List<Condition> where,
    @JsonProperty(required = true) JourneyDuration timeout,
    @Nullable JourneyDuration lookback,
    @JsonProperty(required = true) String next,
    @Nullable String timeoutNext)
    implements EventWait {

  public WaitForEventStep {
    where = where == null ? null : List.copyOf(where);
  }

  private List<Condition> conditions() {
    return where == null ? List.of() : where;
  }

  @Override
  public StepResult enter(StepContext visit) {
    if (visit.hasBufferedEvent(id) || happenedAlready(visit)) {
      return received();
    }
    return StepResult.stay(new WaitState.Event(event, visit.now().plus(timeout.duration())));
  }

  @Override
  public StepResult resume(StepContext visit, Signal signal) {
    if (signal instanceof Signal.EventCame came) {
      return matches(visit, came.event())
          ? received()
          : StepResult.stay(visit.instance().parkedAs(WaitState.Event.class));
    }
    return StepResult.move(
        timeoutNext == null ? next : timeoutNext, StandardAction.TIMED_OUT, Map.of("event", event));
  }

  @Override
  public boolean matches(StepContext visit, PersonEvent came) {
    return event.equals(came.name()) && Condition.all(conditions(), visit.factsOf(came));
  }

  private boolean happenedAlready(StepContext visit) {
    if (lookback == null) {
      return false;
    }
    Instant since = visit.now().minus(lookback.duration());
    try (var stored = visit.facts().history().find(event, since)) {
      return stored
          .filter(happened -> !happened.id().equals(visit.instance().eventId()))
          .anyMatch(happened -> Condition.all(conditions(), visit.factsOf(happened.properties())));
    }
  }

  private StepResult received() {
    return StepResult.move(next, StandardAction.EVENT_RECEIVED, Map.of("event", event));
  }

  @Override
  public List<String> targets() {
    return timeoutNext == null ? List.of(next) : List.of(next, timeoutNext);
  }

  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public boolean takesTime() {
    return true;
  }

  /** One stored event satisfies a lookback at every visit, so no time need pass. */
  @Override
  public List<String> immediateSuccessors() {
    return lookback == null ? List.of() : List.of(next);
  }

  @Override
  public Stream<String> referencedEvents() {
    return Stream.concat(
        Stream.of(event), conditions().stream().flatMap(Condition::referencedEvents));
  }

  @Override
  public Stream<String> namedProperties() {
    // Left-hand sides read the awaited event; only right-hand sides read the trigger.
    return conditions().stream().flatMap(Condition::namedProperties);
  }

  @Override
  public Stream<String> trackedTemplates() {
    return conditions().stream().flatMap(Condition::trackedTemplates);
  }

  @Override
  public Stream<String> problems() {
    Stream<String> own =
        event.isBlank()
            ? Stream.of("expected an event's name for key 'event', found a blank one")
            : timeout.isZero()
                ? Stream.of("expected a 'timeout' longer than zero")
                : Stream.empty();
    return Stream.concat(own, conditions().stream().flatMap(Condition::problems));
  }
}
