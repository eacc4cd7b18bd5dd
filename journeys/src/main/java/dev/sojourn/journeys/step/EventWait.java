package dev.sojourn.journeys.step;

import dev.sojourn.journeys.event.PersonEvent;

/** A step that awaits an event, and may be armed before the person comes to it. */
public interface EventWait extends Step {

  /** The name of the event it awaits. */
  String event();

  /** Whether this event is the one. */
  boolean matches(StepContext visit, PersonEvent came);
}
