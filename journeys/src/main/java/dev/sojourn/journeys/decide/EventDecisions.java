package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.person.EmailFeedback;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;

/**
 * Decides on events, in this order: contact, feedback, engagement, exits, waits, goals, entries.
 * Conditions therefore see the contact as the event changes it, and an event never ends or resumes
 * the instance that it creates.
 */
final class EventDecisions {

  private EventDecisions() {}

  /** Whether events of this name can affect any person with this registry. */
  static boolean canConcern(String event, Registry registry) {
    return registry.references(event) || isAboutEmail(event);
  }

  /** Whether an event of this name may affect this person. */
  static boolean concern(PersonSummary summary, String event, Registry registry) {
    return !registry.triggeredBy(event).isEmpty()
        || isAboutEmail(event)
        || InstanceEvents.concern(summary, event, registry)
        || GoalTracker.concern(summary, event, registry);
  }

  private static boolean isAboutEmail(String event) {
    return Engagement.isEngagementEvent(event) || EmailFeedback.isFeedbackEvent(event);
  }

  static void received(DecisionBuilder builder, PersonEvent event) {
    patchContact(builder, event);
    if (event.historical()) {
      return;
    }
    applyFeedback(builder, event);
    EngagementRecorder.note(builder, event);
    if (event.tooDeep()) {
      builder
          .registry()
          .triggeredBy(event.name())
          .forEach(journey -> EntryEvaluator.refuse(builder, journey.id(), RefusalReason.LOOP));
      return;
    }
    InstanceEvents.apply(builder, event);
    GoalTracker.reach(builder, event);
    enter(builder, event);
  }

  static void replayed(DecisionBuilder builder, PersonEvent event, String replay) {
    builder.triggerId(EventIds.derive(builder.person().userHash(), event.id().toString(), replay));
    InstanceEvents.apply(builder, event);
    enter(builder, event);
  }

  static void redriven(DecisionBuilder builder, Stimulus.EventRedriven stimulus) {
    PersonEvent event = stimulus.event();
    switch (stimulus.part()) {
      case EVENT -> throw new IllegalArgumentException("expected a part of an event");
      case CONTACT -> patchContact(builder, event);
      case GOAL -> GoalTracker.reach(builder, event);
      case ENTRY ->
          builder.registry().triggeredBy(event.name()).stream()
              .filter(journey -> !stimulus.decided().contains(journey.id()))
              .forEach(journey -> EntryEvaluator.evaluate(builder, journey, event));
    }
  }

  private static void enter(DecisionBuilder builder, PersonEvent event) {
    for (Journey journey : builder.registry().triggeredBy(event.name())) {
      EntryEvaluator.evaluate(builder, journey, event);
    }
  }

  private static void patchContact(DecisionBuilder builder, PersonEvent event) {
    if (!builder.patchContact(event.contact())) {
      builder.fault(
          new Decision.Fault(
              "",
              EventPart.CONTACT,
              new IllegalStateException(
                  "expected a contact of at most %d bytes".formatted(Limits.CONTACT))));
    }
  }

  /**
   * Applied before any condition is evaluated: an opt-out must already stop the sends of this
   * event.
   */
  private static void applyFeedback(DecisionBuilder builder, PersonEvent event) {
    if (EmailFeedback.isFeedbackEvent(event.name())) {
      Preferences before = builder.summary().preferences();
      Preferences after = EmailFeedback.applyTo(before, event.name(), event.properties());
      builder.summary(builder.summary().with(after));
    }
  }
}
