package dev.sojourn.journeys.condition;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.person.EventHistory;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The data that conditions evaluate.
 *
 * @param properties what {@code property} conditions read: the event's when an event is matched,
 *     the instance's context in a branch
 * @param trigger the context of the instance, for right-hand sides
 * @param contactReader reads the contact's properties, lazily since most conditions do not need
 *     them
 * @param history the person's stored events, including the current one
 * @param emailReader reads the engagement with the latest send of a template, empty when it was
 *     never sent
 * @param now the time of the decision
 */
public record EvaluationContext(
    Map<String, Object> properties,
    Map<String, Object> trigger,
    Supplier<Map<String, Object>> contactReader,
    EventHistory history,
    Function<String, Optional<Engagement>> emailReader,
    Instant now) {

  /** Engagement with the latest send of this template; empty when it was never sent. */
  public Optional<Engagement> lastEmail(String template) {
    return emailReader.apply(template);
  }

  public Map<String, Object> contact() {
    return contactReader.get();
  }
}
