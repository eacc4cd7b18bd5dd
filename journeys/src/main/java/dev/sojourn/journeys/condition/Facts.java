package dev.sojourn.journeys.condition;

import dev.sojourn.journeys.person.EventHistory;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a condition may look at.
 *
 * @param properties what {@code property} conditions read: the event's where an event is matched,
 *     the instance's context in a branch
 * @param trigger the context of the instance, for right-hand sides
 * @param contactReader reads the contact's properties; most conditions never ask
 * @param history the person's stored events, this one included
 * @param now the time of the decision
 */
public record Facts(
    Map<String, Object> properties,
    Map<String, Object> trigger,
    Supplier<Map<String, Object>> contactReader,
    EventHistory history,
    Instant now) {

  public Map<String, Object> contact() {
    return contactReader.get();
  }
}
