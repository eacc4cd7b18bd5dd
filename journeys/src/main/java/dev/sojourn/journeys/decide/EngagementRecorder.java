package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.engagement.LastSend;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.SendId;

/** Records email engagement: the latest send of a template, and opens and clicks per send. */
final class EngagementRecorder {

  private static final String SEND = "sendId";

  private EngagementRecorder() {}

  /** Records a send; only if some condition refers to its template. */
  static void sent(DecisionBuilder decision, String template, SendId send) {
    if (decision.registry().tracksSendsOf(template)) {
      decision.summary(decision.summary().with(template, new LastSend(send, decision.now())));
    }
  }

  /**
   * Records an open or click of an email; only the first of each kind counts. Ignored unless the
   * email belongs to a known instance, since anybody can forge such an event.
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
