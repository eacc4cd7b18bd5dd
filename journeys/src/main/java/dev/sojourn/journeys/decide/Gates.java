package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Enrolments;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.person.SendMark;
import dev.sojourn.journeys.registry.Template;
import dev.sojourn.journeys.sending.SendingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a step and the person it would write to. The gates are asked in one order,
 * and the first that says no is the reason. Whom a journey holds out never comes this far, and no
 * send can be there twice, since its id is made of its place: these two need no gate here.
 */
final class Gates {

  private final Draft draft;
  private final String journeyId;
  private final JourneyDefinition journey;

  Gates(Draft draft, String journeyId, JourneyDefinition journey) {
    this.draft = draft;
    this.journeyId = journeyId;
    this.journey = journey;
  }

  /** Why a send must not go out, null when it may; see {@code Visit}. */
  @Nullable String refusal(Template template, String channel, int attempt) {
    Preferences wants = draft.head().preferences();
    if (wants.unsubscribedAll()) {
      return "unsubscribed";
    }
    if (wants.suppressed()) {
      return "suppressed";
    }
    if (wants.optedOutOf(template.category()) || wants.optedOutOf(journey.category())) {
      return "category_opted_out";
    }
    // What an earlier attempt has reserved must not speak against a later one.
    if (attempt == 1 && isTooSoon()) {
      return "journey_suppressed";
    }
    if (attempt == 1 && isCapped(template, channel)) {
      return "frequency_capped";
    }
    return policy().skipsInQuietHours() && endOfQuiet(template).isPresent() ? "quiet_hours" : null;
  }

  /** Until when a send has to wait, empty when it need not. */
  Optional<Instant> quietUntil(Template template) {
    return policy().skipsInQuietHours() ? Optional.empty() : endOfQuiet(template);
  }

  private Optional<Instant> endOfQuiet(Template template) {
    return policy().quietHours() == null
        ? Optional.empty()
        : policy().quietUntil(category(template), draft.contact().properties(), draft.now());
  }

  private boolean isTooSoon() {
    Instant last = draft.head().enrolmentsIn(journeyId).lastSentAt();
    Optional<Duration> gap = journey.sendGap();
    return last != null && gap.isPresent() && draft.now().isBefore(last.plus(gap.get()));
  }

  private boolean isCapped(Template template, String channel) {
    List<SendMark> marks = draft.head().marks();
    return !marks.isEmpty()
        && policy()
            .isReached(
                marks, channel, category(template), draft.contact().properties(), draft.now());
  }

  /** What a template is; what its journey is when it does not say. */
  @Nullable String category(Template template) {
    return template.category() == null ? journey.category() : template.category();
  }

  private SendingPolicy policy() {
    return draft.registry().sending();
  }

  /** From now on this send counts against later ones. */
  void reserve(SendId send, Template template, String channel) {
    if (journey.sendGap().isPresent()) {
      draft.head(withLastSent(draft.head(), journeyId, draft.now()));
    }
    List<SendMark> before = draft.head().marks();
    List<SendMark> marks = new ArrayList<>(policy().remembered(before, draft.now()));
    if (policy().counts(channel, category(template))) {
      marks.add(new SendMark(send, draft.now(), channel, category(template)));
    }
    if (!marks.equals(before)) {
      draft.head(draft.head().withMarks(marks));
    }
  }

  /** A send will not go out after all. */
  void release(SendId send) {
    Head head = draft.head().without(send);
    // What stood there before was older than the gap when the send was let through.
    draft.head(journey.sendGap().isPresent() ? withLastSent(head, journeyId, null) : head);
  }

  /**
   * The head without what a send of this journey has reserved, unless another has gone out since.
   *
   * @param since when the send was asked for last
   */
  static Head released(Head head, String journeyId, SendId send, Instant since) {
    Instant last = head.enrolmentsIn(journeyId).lastSentAt();
    Head without = head.without(send);
    return last != null && !last.isAfter(since) ? withLastSent(without, journeyId, null) : without;
  }

  /** The head once an instance is over: a send that would have been tried again never will be. */
  static Head abandoned(Head head, Instance was) {
    if (was.park() instanceof Park.Sending sending && !sending.out()) {
      return released(head, was.journeyId(), sending.send(), sending.since());
    }
    if (was.park() instanceof Park.Held held && held.attempt() > 1) {
      return released(head, was.journeyId(), held.send(), held.since());
    }
    if (was.park() instanceof Park.Quiet quiet && quiet.attempt() > 1) {
      return released(head, was.journeyId(), quiet.send(), quiet.since());
    }
    return head;
  }

  private static Head withLastSent(Head head, String journeyId, @Nullable Instant at) {
    Enrolments past = head.enrolmentsIn(journeyId);
    return head.with(journeyId, past.sent(at));
  }
}
