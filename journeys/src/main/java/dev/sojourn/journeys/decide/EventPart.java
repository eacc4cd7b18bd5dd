package dev.sojourn.journeys.decide;

import java.util.Arrays;
import java.util.Optional;

/**
 * The part of an event still to be processed after an exception. Each part is retried on its own,
 * so that the completed parts are not applied twice.
 */
public enum EventPart {
  /** The whole event: nothing was written. */
  EVENT("engine_error", "decide"),

  /** The contact change, which exceeded the size limit. */
  CONTACT("contact_too_large", "contact"),

  /** The entry into a journey whose guards threw an exception. */
  ENTRY("guard_error", "guards"),

  /** A goal whose conditions threw an exception. */
  GOAL("goal_error", "goal");

  private final String reason;
  private final String where;

  EventPart(String reason, String where) {
    this.reason = reason;
    this.where = where;
  }

  /** The dead-letter reason, in snake case. */
  public String reason() {
    return reason;
  }

  /** The name of the part in a fault. */
  String where() {
    return where;
  }

  /** The part for a dead-letter reason; empty when the reason does not concern an event. */
  public static Optional<EventPart> of(String reason) {
    return Arrays.stream(values()).filter(part -> part.reason.equals(reason)).findFirst();
  }

  static EventPart at(String where) {
    return Arrays.stream(values())
        .filter(part -> part.where.equals(where))
        .findFirst()
        .orElse(EVENT);
  }
}
