package dev.sojourn.journeys.entry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why an event that starts a journey did not enter a person, in the order of the guards. */
public enum RefusalReason {
  JOURNEY_DISABLED,
  TRIGGER_CONDITIONS_NOT_MET,
  ALREADY_ENTERED_ONCE,
  PERIOD_NOT_ELAPSED,
  USER_UNSUBSCRIBED,
  USER_SUPPRESSED,
  ALREADY_ACTIVE,
  /** The person belongs to the part that the journey leaves alone, to compare with. */
  HELD_OUT,
  /** What the instance would have to remember of its trigger is too large. */
  CONTEXT_TOO_LARGE,
  /** The event came out of too long a chain of emitted events. */
  LOOP,
  /** Deciding threw; the event is a dead letter. */
  ENGINE_ERROR;

  @JsonValue
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
