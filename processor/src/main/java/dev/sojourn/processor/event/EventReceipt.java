package dev.sojourn.processor.event;

import dev.sojourn.journeys.decide.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Receipt that the sender of an event gets. */
public final class EventReceipt {

  private EventReceipt() {}

  /**
   * Creates a receipt.
   *
   * @param stored false for a duplicate, which has no effect
   */
  public static Map<String, Object> of(boolean stored, UUID id, Decision decision) {
    Map<String, Object> entries = new LinkedHashMap<>();
    decision.entries().forEach(entry -> entries.put(entry.journeyId(), outcome(entry)));
    return Map.of("stored", stored, "eventId", id.toString(), "entries", entries);
  }

  private static Map<String, Object> outcome(Decision.Entry entry) {
    return entry.reason() == null
        ? Map.of("outcome", "entered", "stateId", String.valueOf(entry.instance()))
        : Map.of("outcome", "rejected", "reason", entry.reason().json());
  }
}
