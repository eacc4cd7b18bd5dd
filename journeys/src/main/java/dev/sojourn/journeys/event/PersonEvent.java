package dev.sojourn.journeys.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Event of a person, as decisions see it.
 *
 * @param id derived from the person and the producer's own key, so that a duplicate is recognised
 * @param name exact and case-sensitive
 * @param occurredAt event time: the producer's, never later than {@code receivedAt}
 * @param receivedAt append time: when the record was appended to the log
 * @param properties the event's own properties, as JSON values
 * @param contact the contact changes the event carries
 * @param email the address that came with the event
 * @param depth the number of {@code emit} steps between an external event and this one
 * @param historical an import: updates the contact and the history, and triggers nothing
 */
public record PersonEvent(
    UUID id,
    String name,
    Instant occurredAt,
    Instant receivedAt,
    Map<String, Object> properties,
    ContactPatch contact,
    @Nullable String email,
    int depth,
    boolean historical) {

  /**
   * An event deeper than this triggers nothing; otherwise journeys that trigger each other would
   * never end.
   */
  public static final int MAX_DEPTH = 16;

  public boolean tooDeep() {
    return depth > MAX_DEPTH;
  }

  /**
   * Contact changes of an event.
   *
   * @param set overwrites
   * @param setOnce sets only properties that are absent
   * @param unset removes
   */
  public record ContactPatch(
      Map<String, Object> set, Map<String, Object> setOnce, List<String> unset) {

    public static final ContactPatch NONE = new ContactPatch(Map.of(), Map.of(), List.of());

    public boolean isEmpty() {
      return set.isEmpty() && setOnce.isEmpty() && unset.isEmpty();
    }
  }
}
