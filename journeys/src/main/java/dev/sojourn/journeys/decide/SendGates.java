package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.journeys.sending.CapEntry;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.template.Template;
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
final class SendGates {

  private final DecisionBuilder decision;
  private final String journeyId;
  private final JourneyDefinition journey;

  SendGates(DecisionBuilder decision, String journeyId, JourneyDefinition journey) {
    this.decision = decision;
    this.journeyId = journeyId;
    this.journey = journey;
  }

  /** Why a send must not go out, null when it may; see {@code Visit}. */
  @Nullable String refusal(Template template, String channel, int attempt) {
    Preferences wants = decision.head().preferences();
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
        : policy().quietUntil(category(template), decision.contact().properties(), decision.now());
  }

  private boolean isTooSoon() {
    Instant last = decision.head().entriesInto(journeyId).lastSentAt();
    Optional<Duration> gap = journey.sendGap();
    return last != null && gap.isPresent() && decision.now().isBefore(last.plus(gap.get()));
  }

  private boolean isCapped(Template template, String channel) {
    List<CapEntry> marks = decision.head().marks();
    return !marks.isEmpty()
        && policy()
            .isReached(
                marks,
                channel,
                category(template),
                decision.contact().properties(),
                decision.now());
  }

  /** What a template is; what its journey is when it does not say. */
  @Nullable String category(Template template) {
    return template.category() == null ? journey.category() : template.category();
  }

  private SendingPolicy policy() {
    return decision.registry().sending();
  }

  /** From now on this send counts against later ones. */
  void reserve(SendId send, Template template, String channel) {
    if (journey.sendGap().isPresent()) {
      decision.head(withLastSent(decision.head(), journeyId, decision.now()));
    }
    List<CapEntry> before = decision.head().marks();
    List<CapEntry> marks = new ArrayList<>(policy().remembered(before, decision.now()));
    if (policy().counts(channel, category(template))) {
      marks.add(new CapEntry(send, decision.now(), channel, category(template)));
    }
    if (!marks.equals(before)) {
      decision.head(decision.head().withMarks(marks));
    }
  }

  /** A send will not go out after all. */
  void release(SendId send) {
    PersonSummary head = decision.head().without(send);
    // What stood there before was older than the gap when the send was let through.
    decision.head(journey.sendGap().isPresent() ? withLastSent(head, journeyId, null) : head);
  }

  /**
   * The head without what a send of this journey has reserved, unless another has gone out since.
   *
   * @param since when the send was asked for last
   */
  static PersonSummary released(PersonSummary head, String journeyId, SendId send, Instant since) {
    Instant last = head.entriesInto(journeyId).lastSentAt();
    PersonSummary without = head.without(send);
    return last != null && !last.isAfter(since) ? withLastSent(without, journeyId, null) : without;
  }

  /** The head once an instance is over: a send that would have been tried again never will be. */
  static PersonSummary abandoned(PersonSummary head, Instance was) {
    if (was.park() instanceof WaitState.Outcome sending && !sending.awaitsOutcome()) {
      return released(head, was.journeyId(), sending.send(), sending.since());
    }
    if (was.park() instanceof WaitState.Held held && held.attempt() > 1) {
      return released(head, was.journeyId(), held.send(), held.since());
    }
    if (was.park() instanceof WaitState.QuietHours quiet && quiet.attempt() > 1) {
      return released(head, was.journeyId(), quiet.send(), quiet.since());
    }
    return head;
  }

  private static PersonSummary withLastSent(
      PersonSummary head, String journeyId, @Nullable Instant at) {
    EntryHistory past = head.entriesInto(journeyId);
    return head.with(journeyId, past.sent(at));
  }
}
