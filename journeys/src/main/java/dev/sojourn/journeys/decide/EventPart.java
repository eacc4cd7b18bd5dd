package dev.sojourn.journeys.decide;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is left to do of an event because something threw. Each part is run again by itself, so that
 * what was done stays done.
 */
public enum EventPart {
  /** All of it: nothing was written. */
  EVENT("engine_error", "decide"),

  /** What it says of the contact, for which there was no room. */
  CONTACT("contact_too_large", "contact"),

  /** The entry into a journey whose guards threw. */
  ENTRY("guard_error", "guards"),

  /** A goal whose conditions threw. */
  GOAL("goal_error", "goal");

  private final String reason;
  private final String where;

  EventPart(String reason, String where) {
    this.reason = reason;
    this.where = where;
  }

  /** The reason of a dead letter, in snake case. */
  public String reason() {
    return reason;
  }

  /** The part, as a fault names it. */
  String where() {
    return where;
  }

  /** The part that a dead letter of this reason is about; empty when it is about no event. */
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
