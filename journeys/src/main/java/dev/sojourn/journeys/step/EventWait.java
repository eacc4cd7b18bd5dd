package dev.sojourn.journeys.step;

import dev.sojourn.journeys.event.PersonEvent;

/** Step that waits for an event, and may be subscribed before the instance enters it. */
public interface EventWait extends Step {

  /** The name of the event it waits for. */
  String event();

  /** Whether this event satisfies the wait. */
  boolean matches(StepContext visit, PersonEvent came);
}
