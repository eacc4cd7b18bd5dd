package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.engagement.LastSend;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.EmailFeedback;
import java.util.Optional;

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
   * Records what an event reports of an email: its first open and its first click, each bounce and
   * each complaint. Ignored unless the email belongs to a known instance, since anybody can forge
   * such an event.
   */
  static void note(DecisionBuilder decision, PersonEvent event) {
    boolean engagement = Engagement.isEngagementEvent(event.name());
    if (!engagement && !EmailFeedback.isAboutOneEmail(event.name())) {
      return;
    }
    Optional<SendId> send = Engagement.sendOf(event.properties().get(SEND));
    Optional<Instance> instance = send.flatMap(known -> decision.instance(known.instance()));
    if (instance.isEmpty()) {
      return;
    }
    if (engagement) {
      touch(decision, event, send.get(), instance.get().journeyId());
    } else {
      decision.report(new Decision.EmailReport(send.get(), event.name()));
    }
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
