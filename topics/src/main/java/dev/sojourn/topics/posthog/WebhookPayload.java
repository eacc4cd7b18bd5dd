package dev.sojourn.topics.posthog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.InvalidRecordException;
import java.util.ArrayList;
import java.util.List;

/**
 * Body of a PostHog webhook destination: {@code {event: {...}, person: {...}}}, where older ones
 * call the event's name {@code name}; or, in bodies that users have customised, the event's fields
 * at the top level; or an array of those. Unknown fields are ignored.
 *
 * @param events in document order
 * @param many whether they came as an array, even of one
 */
public record WebhookPayload(List<CanonicalEvent> events, boolean many) {

  public WebhookPayload {
    events = List.copyOf(events);
  }

  /**
   * Parses a body.
   *
   * @throws InvalidRecordException when any event lacks a name or a valid id; the whole body is
   *     then rejected
   */
  public static WebhookPayload read(JsonNode body) throws InvalidRecordException {
    if (!body.isArray()) {
      return new WebhookPayload(List.of(WebhookEvent.of(body).canonical()), false);
    }
    if (body.isEmpty()) {
      throw new InvalidRecordException("invalid_payload", "expected at least one event");
    }
    List<CanonicalEvent> events = new ArrayList<>();
    for (JsonNode element : body) {
      events.add(WebhookEvent.of(element).canonical());
    }
    return new WebhookPayload(events, true);
  }
}
