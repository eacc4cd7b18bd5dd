package dev.sojourn.journeys.person;

import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Open goal: one that a person may still reach.
 *
 * @param version the version that defines the goal
 * @param instance the enrolment that it counts for; null for a person in the holdout
 * @param entered the start of the time in which it counts
 * @param until the end of that time, inclusive
 * @param trigger those properties of the trigger event that the goal's conditions compare with
 */
public record OpenGoal(
    String journeyId,
    int version,
    @Nullable InstanceId instance,
    Instant entered,
    Instant until,
    Map<String, Object> trigger) {

  public OpenGoal {
    trigger = Collections.unmodifiableMap(new LinkedHashMap<>(trigger));
  }

  /** Whether it belongs to the control group. */
  public boolean control() {
    return instance == null;
  }

  /** Whether an event at this time counts. */
  public boolean covers(Instant at) {
    return !at.isBefore(entered) && !at.isAfter(until);
  }
}
