package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Engagement;
import dev.sojourn.journeys.person.LastSend;

/** What is remembered of emails: which went out last, and what the person did with each. */
final class Emails {

  private static final String SEND = "sendId";

  private Emails() {}

  /** A send has gone out; remembered only if somebody asks about its template. */
  static void sent(Draft draft, String template, SendId send) {
    if (draft.registry().asksAbout(template)) {
      draft.head(draft.head().with(template, new LastSend(send, draft.now())));
    }
  }

  /**
   * Notes what an event tells of an email of an instance that is known; only the first of a kind
   * counts. Whatever else such an event names, anybody can have made up.
   */
  static void note(Draft draft, PersonEvent event) {
    if (!Engagement.isToldBy(event.name())) {
      return;
    }
    Engagement.sendOf(event.properties().get(SEND))
        .ifPresent(
            send ->
                draft
                    .instance(send.instance())
                    .ifPresent(instance -> touch(draft, event, send, instance.journeyId())));
  }

  private static void touch(Draft draft, PersonEvent event, SendId send, String journeyId) {
    Engagement before = draft.engagement(send);
    Engagement after = before.with(event.name(), event.occurredAt());
    if (!after.equals(before)) {
      draft.touch(
          new Decision.Touch(
              send,
              after,
              before.openedAt() == null,
              before.clickedAt() == null && after.clickedAt() != null,
              journeyId));
    }
  }
}
