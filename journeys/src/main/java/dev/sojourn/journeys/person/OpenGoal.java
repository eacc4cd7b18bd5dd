package dev.sojourn.journeys.person;

import dev.sojourn.journeys.instance.InstanceId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A goal that a person may still reach.
 *
 * @param version whose goal it is
 * @param instance the enrolment that it counts for; null for somebody who was held out
 * @param entered from when on it counts
 * @param until when it counts for the last time
 * @param trigger those properties of the event that entered, or would have, that the goal's
 *     conditions compare with
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

  /** Whether it is open for comparison alone. */
  public boolean control() {
    return instance == null;
  }

  /** Whether something that happened at this time is in time for it. */
  public boolean covers(Instant at) {
    return !at.isBefore(entered) && !at.isAfter(until);
  }
}
