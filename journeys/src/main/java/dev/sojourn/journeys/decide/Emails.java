package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
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

  /** Notes what an event tells of an email; only the first of a kind counts. */
  static void note(Draft draft, PersonEvent event) {
    if (!Engagement.isToldBy(event.name())) {
      return;
    }
    Engagement.sendOf(event.properties().get(SEND))
        .filter(send -> send.instance().userHash() == draft.person().userHash())
        .ifPresent(send -> touch(draft, event, send));
  }

  private static void touch(Draft draft, PersonEvent event, SendId send) {
    Engagement before = draft.engagement(send);
    Engagement after = before.with(event.name(), event.occurredAt());
    if (!after.equals(before)) {
      draft.touch(
          new Decision.Touch(
              send,
              after,
              before.openedAt() == null,
              before.clickedAt() == null && after.clickedAt() != null,
              draft.instance(send.instance()).map(Instance::journeyId).orElse(null)));
    }
  }
}
