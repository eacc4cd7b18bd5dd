package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.engagement.LastSend;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.SendId;

/** What is remembered of emails: which went out last, and what the person did with each. */
final class EngagementRecorder {

  private static final String SEND = "sendId";

  private EngagementRecorder() {}

  /** A send has gone out; remembered only if somebody asks about its template. */
  static void sent(DecisionBuilder decision, String template, SendId send) {
    if (decision.registry().asksAbout(template)) {
      decision.head(decision.head().with(template, new LastSend(send, decision.now())));
    }
  }

  /**
   * Notes what an event tells of an email of an instance that is known; only the first of a kind
   * counts. Whatever else such an event names, anybody can have made up.
   */
  static void note(DecisionBuilder decision, PersonEvent event) {
    if (!Engagement.isEngagementEvent(event.name())) {
      return;
    }
    Engagement.sendOf(event.properties().get(SEND))
        .ifPresent(
            send ->
                decision
                    .instance(send.instance())
                    .ifPresent(instance -> touch(decision, event, send, instance.journeyId())));
  }

  private static void touch(
      DecisionBuilder decision, PersonEvent event, SendId send, String journeyId) {
    Engagement before = decision.engagement(send);
    Engagement after = before.with(event.name(), event.occurredAt());
    if (!after.equals(before)) {
      decision.touch(
          new Decision.EngagementChange(
              send,
              after,
              before.openedAt() == null,
              before.clickedAt() == null && after.clickedAt() != null,
              journeyId));
    }
  }
}
