package dev.sojourn.journeys.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person did, as decisions see it.
 *
 * @param id derived from the person and the producer's own key, so that a repeat is recognised
 * @param name exact and case-sensitive
 * @param occurredAt event time: the producer's, never later than {@code receivedAt}
 * @param receivedAt intake time: when the log took it
 * @param properties the event's own properties; values are what JSON can hold
 * @param contact what it says of the person
 * @param email the address that came with the event
 * @param depth how many {@code emit} steps stand between this event and one from outside
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

  /** Deeper than this an event triggers nothing: journeys that feed each other would never end. */
  public static final int MAX_DEPTH = 16;

  public boolean tooDeep() {
    return depth > MAX_DEPTH;
  }

  /**
   * What an event changes of a contact.
   *
   * @param set overwrites
   * @param setOnce fills only what is not there
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
