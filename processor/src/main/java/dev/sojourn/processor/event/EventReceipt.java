package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Answer.EventDecided;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Receipt that the sender of an event gets. */
final class EventReceipt {

  private EventReceipt() {}

  /**
   * Creates a receipt.
   *
   * @param stored false for a duplicate, which has no effect
   */
  static EventDecided of(boolean stored, UUID id, Decision decision) {
    Map<String, Answer.Entry> entries = new LinkedHashMap<>();
    for (Decision.Entry entry : decision.entries()) {
      entries.put(entry.journeyId(), new Answer.Entry(entry.instance(), entry.reason()));
    }
    return new EventDecided(stored, id, entries);
  }

  /** The rejection of an event that cannot be decoded. */
  static Rejection invalid(InvalidRecordException e) {
    return Rejection.of(
        EventRejection.EVENT_INVALID,
        Map.of("reason", e.reason(), "problem", String.valueOf(e.getMessage())));
  }

  /** What the audit log says of a replay. */
  static Map<String, Object> audited(UUID id, Decision decision) {
    Map<String, Object> entries = new LinkedHashMap<>();
    decision.entries().forEach(entry -> entries.put(entry.journeyId(), audited(entry)));
    return Map.of("stored", true, "eventId", id.toString(), "entries", entries);
  }

  private static Map<String, Object> audited(Decision.Entry entry) {
    return entry.reason() == null
        ? Map.of("outcome", "entered", "stateId", String.valueOf(entry.instance()))
        : Map.of("outcome", "rejected", "reason", entry.reason().json());
  }
}
