package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.step.Signal;
import java.time.Instant;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What a decision responds to. Each stimulus concerns one person, and is decided by {@link
 * Decider#decide}.
 */
public sealed interface Stimulus {

  /** Makes the decision. */
  void decide(DecisionBuilder builder);

  /**
   * Describes it for the journal: enough to recognise it by, and what the record that caused it
   * does not say.
   *
   * @param into takes names and values, in order; a value is a text, a number or a list of texts
   */
  void describe(BiConsumer<String, Object> into);

  /** A stimulus of one instance. When deciding it throws, that instance fails. */
  sealed interface OfInstance extends Stimulus {
    InstanceId instance();
  }

  /** An event, new or again. */
  sealed interface OfEvent extends Stimulus {
    PersonEvent event();
  }

  /**
   * A new event of the person, no duplicate.
   *
   * @param event the time of the decision is its append time
   */
  record EventReceived(PersonEvent event) implements OfEvent {
    @Override
    public void decide(DecisionBuilder builder) {
      EventDecisions.received(builder, event);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("eventId", event.id().toString());
      into.accept("event", event.name());
    }
  }

  /**
   * A stored event of which one part failed with an exception, to be processed again. The results
   * of the other parts stay as they are.
   *
   * @param part any but the whole event, which is an {@link EventReceived}
   * @param decided the journeys that have already decided on the event
   */
  record EventRedriven(PersonEvent event, EventPart part, Set<String> decided) implements OfEvent {

    public EventRedriven {
      if (part == EventPart.EVENT) {
        throw new IllegalArgumentException("expected a part of an event");
      }
      decided = Set.copyOf(decided);
    }

    @Override
    public void decide(DecisionBuilder builder) {
      EventDecisions.redriven(builder, this);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("eventId", event.id().toString());
      into.accept("event", event.name());
      into.accept("part", part.reason());
      into.accept("decided", decided.stream().sorted().toList());
    }
  }

  /**
   * A stored event, replayed: exits, waits and guards are evaluated as if it arrived now, with its
   * original event time. The contact and goals are not updated again, since the first processing
   * did that.
   *
   * @param event with the append time of the replay request
   * @param replay the id of the replay request; it makes the ids of new instances differ from those
   *     of the first processing, even within one millisecond
   */
  record EventReplayed(PersonEvent event, String replay) implements OfEvent {
    @Override
    public void decide(DecisionBuilder builder) {
      EventDecisions.replayed(builder, event, replay);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("command", "replay");
      into.accept("eventId", event.id().toString());
      into.accept("event", event.name());
      into.accept("replay", replay);
    }
  }

  /** The outcome of a send. Duplicates and outcomes of older attempts are ignored. */
  record OutcomeReceived(SendId send, Signal.OutcomeCame outcome) implements OfInstance {
    @Override
    public InstanceId instance() {
      return send.instance();
    }

    @Override
    public void decide(DecisionBuilder builder) {
      SendOutcomes.received(builder, send, outcome);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("sendId", send.toString());
      into.accept("attempt", outcome.attempt());
      into.accept("result", outcome.result().name());
    }
  }

  /**
   * A due timer. Ignored when the timer no longer belongs to its instance.
   *
   * @param due when it was due, which may be before the time of the decision
   */
  record TimerDue(InstanceId instance, Instant due) implements OfInstance {
    @Override
    public void decide(DecisionBuilder builder) {
      InstanceWakeups.timer(builder, instance, due);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("timer", due.toString());
      into.accept("stateId", instance.toString());
    }
  }

  /**
   * An overdue outcome: the send is requested again under the same id, and finally fails.
   *
   * @param listeningSince since when outcomes have been consumed without a gap; time before that,
   *     when the node was down or lagging, does not count
   */
  record OutcomeOverdue(InstanceId instance, Instant listeningSince) implements OfInstance {
    @Override
    public void decide(DecisionBuilder builder) {
      SendOutcomes.overdue(builder, instance, listeningSince);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("overdue", instance.toString());
      into.accept("listeningSince", listeningSince.toString());
    }
  }

  /** The release of a held send, provided that the send gates still allow it. */
  record HoldReleased(InstanceId instance) implements OfInstance {
    @Override
    public void decide(DecisionBuilder builder) {
      InstanceWakeups.release(builder, instance);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("released", instance.toString());
    }
  }

  /**
   * An operator's request to cancel an instance.
   *
   * @param by the actor
   */
  record CancelRequested(InstanceId instance, String by) implements OfInstance {
    @Override
    public void decide(DecisionBuilder builder) {
      OperatorRequests.cancel(builder, instance, by);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("command", "cancel");
      into.accept("stateId", instance.toString());
      into.accept("by", by);
    }
  }

  /**
   * An operator's request to retry a failed instance: to enter again the step at which it failed.
   *
   * @param by the actor
   */
  record RetryRequested(InstanceId instance, String by) implements Stimulus {
    @Override
    public void decide(DecisionBuilder builder) {
      OperatorRequests.retry(builder, instance, by);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("command", "retry");
      into.accept("stateId", instance.toString());
      into.accept("by", by);
    }
  }

  /** A change of the person's contact properties. */
  record ContactChanged(ContactPatch patch) implements Stimulus {
    @Override
    public void decide(DecisionBuilder builder) {
      OperatorRequests.changeContact(builder, patch);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("command", "contact");
    }
  }

  /** A change of the person's preferences. */
  record PreferencesChanged(PreferencesPatch patch) implements Stimulus {
    @Override
    public void decide(DecisionBuilder builder) {
      OperatorRequests.changePreferences(builder, patch);
    }

    @Override
    public void describe(BiConsumer<String, Object> into) {
      into.accept("command", "preferences");
    }
  }
}
