package dev.sojourn.journeys.entry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Refusal reason: why a trigger did not enter a person, in the order of the guards. */
public enum RefusalReason {
  JOURNEY_DISABLED,
  TRIGGER_CONDITIONS_NOT_MET,
  ALREADY_ENTERED_ONCE,
  PERIOD_NOT_ELAPSED,
  USER_UNSUBSCRIBED,
  USER_SUPPRESSED,
  ALREADY_ACTIVE,
  /** The person is in the journey's holdout (control) group. */
  HELD_OUT,
  /** The trigger properties that the instance would have to keep are too large. */
  CONTEXT_TOO_LARGE,
  /** The event is at the end of too long a chain of emitted events. */
  LOOP,
  /** Deciding threw an exception; the event is a dead letter. */
  ENGINE_ERROR;

  @JsonValue
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
