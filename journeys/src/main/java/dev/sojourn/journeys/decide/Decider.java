package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a stimulus changes a person's journeys. Pure: it reads only its arguments, writes
 * nothing, and returns the same decision for the same state, stimulus, knowledge and time.
 * Stateless, so safe for use by multiple threads.
 */
public final class Decider {

  /** How long an outcome may be missing before the send is requested again. */
  public static final Duration OUTCOME_TIMEOUT = Duration.ofMinutes(15);

  /** How long an outcome may be missing before the send counts as failed. */
  public static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);

  private final RetryPolicy retries;

  /** Uses the standard retry policy. */
  public Decider() {
    this(RetryPolicy.STANDARD);
  }

  public Decider(RetryPolicy retries) {
    this.retries = retries;
  }

  /**
   * Decides. When that throws and the stimulus is one of an instance, the decision is that the
   * instance has failed.
   *
   * @param now the time of the decision; of an event, its append time
   * @throws PersonUnreadableException when the person cannot be read; nothing is decided
   * @throws RuntimeException when deciding throws and no instance is to blame
   */
  public Decision decide(PersonView person, Stimulus stimulus, Knowledge knowledge, Instant now) {
    DecisionBuilder builder =
        new DecisionBuilder(person, knowledge.registry(), now, eventOf(stimulus), retries);
    if (!(stimulus instanceof Stimulus.OfInstance one)) {
      stimulus.decide(builder);
      return builder.finish();
    }
    try {
      stimulus.decide(builder);
      return builder.finish();
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(person, one.instance(), e, now);
    }
  }

  private static @Nullable PersonEvent eventOf(Stimulus stimulus) {
    return stimulus instanceof Stimulus.OfEvent one ? one.event() : null;
  }

  /** The decision that an instance fails, since deciding about it threw. */
  private Decision failed(PersonView person, InstanceId id, RuntimeException cause, Instant now) {
    // Without a registry, which may be what the exception is about.
    DecisionBuilder builder = new DecisionBuilder(person, Registry.EMPTY, now, null, retries);
    builder
        .instance(id)
        .filter(instance -> instance.status().isLive())
        .ifPresent(
            instance -> {
              Decision.Fault fault = new Decision.Fault(instance.journeyId(), id, "decide", cause);
              builder.fault(fault);
              builder.moved(
                  instance
                      .withLogEntry(
                          instance.node(),
                          null,
                          StandardAction.FAILED,
                          Map.of("error", fault.text()),
                          now)
                      .ended(Status.FAILED, fault.text(), now));
            });
    return builder.finish();
  }

  /** Whether events of this name can concern anybody; others need no look at the person. */
  public static boolean canConcern(String event, Registry registry) {
    return EventDecisions.canConcern(event, registry);
  }

  /**
   * Whether any journey, or any instance or open goal of this person, needs events of this name.
   */
  public static boolean concerns(PersonSummary summary, String event, Registry registry) {
    return EventDecisions.concern(summary, event, registry);
  }

  /**
   * Explains whether an event would enter a journey, and why: the decision on the event, guard by
   * guard. The event is hypothetical: nothing is stored.
   *
   * @throws java.util.NoSuchElementException when the journey has no version
   */
  public Explanation explain(
      PersonView person, PersonEvent event, Journey journey, Knowledge knowledge) {
    return Explainer.explain(person, event, journey, knowledge, retries);
  }
}
