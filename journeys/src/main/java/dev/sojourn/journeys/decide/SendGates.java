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
 * Gates that every message passes before it is sent. They are evaluated in a fixed order, and the
 * first that refuses is the reason. Holdouts and duplicates need no gate: persons in the holdout
 * never enter, and a send id is derived from instance, step and visit, so it cannot occur twice.
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

  /** Why a send must not go out, null when it may; see {@code StepContext}. */
  @Nullable String refusal(Template template, String channel, int attempt) {
    Preferences wants = decision.summary().preferences();
    if (wants.unsubscribedAll()) {
      return "unsubscribed";
    }
    if (wants.suppressed()) {
      return "suppressed";
    }
    if (wants.optedOutOf(template.category()) || wants.optedOutOf(journey.category())) {
      return "category_opted_out";
    }
    // A reservation by an earlier attempt of this send must not block its retries.
    if (attempt == 1 && isTooSoon()) {
      return "journey_suppressed";
    }
    if (attempt == 1 && isCapped(template, channel)) {
      return "frequency_capped";
    }
    return policy().skipsInQuietHours() && endOfQuiet(template).isPresent() ? "quiet_hours" : null;
  }

  /** When the quiet hours end for a send, empty when it need not wait. */
  Optional<Instant> quietUntil(Template template) {
    return policy().skipsInQuietHours() ? Optional.empty() : endOfQuiet(template);
  }

  private Optional<Instant> endOfQuiet(Template template) {
    return policy().quietHours() == null
        ? Optional.empty()
        : policy().quietUntil(category(template), decision.contact().properties(), decision.now());
  }

  private boolean isTooSoon() {
    Instant last = decision.summary().entriesInto(journeyId).lastSentAt();
    Optional<Duration> gap = journey.sendGap();
    return last != null && gap.isPresent() && decision.now().isBefore(last.plus(gap.get()));
  }

  private boolean isCapped(Template template, String channel) {
    List<CapEntry> capEntries = decision.summary().capEntries();
    return !capEntries.isEmpty()
        && policy()
            .isReached(
                capEntries,
                channel,
                category(template),
                decision.contact().properties(),
                decision.now());
  }

  /** The category of the template or, without one, of its journey. */
  @Nullable String category(Template template) {
    return template.category() == null ? journey.category() : template.category();
  }

  private SendingPolicy policy() {
    return decision.registry().sending();
  }

  /** Counts this send against later ones from now on. */
  void reserve(SendId send, Template template, String channel) {
    if (journey.sendGap().isPresent()) {
      decision.summary(withLastSent(decision.summary(), journeyId, decision.now()));
    }
    List<CapEntry> before = decision.summary().capEntries();
    List<CapEntry> capEntries = new ArrayList<>(policy().remembered(before, decision.now()));
    if (policy().counts(channel, category(template))) {
      capEntries.add(new CapEntry(send, decision.now(), channel, category(template)));
    }
    if (!capEntries.equals(before)) {
      decision.summary(decision.summary().withCapEntries(capEntries));
    }
  }

  /** Undoes the reservation of a send that will not go out. */
  void release(SendId send) {
    PersonSummary summary = decision.summary().without(send);
    // The previous value was older than the gap when the send was allowed, so null is equivalent.
    decision.summary(
        journey.sendGap().isPresent() ? withLastSent(summary, journeyId, null) : summary);
  }

  /**
   * The summary without the reservation of a send, unless this journey has sent another since.
   *
   * @param since when the send was last requested
   */
  static PersonSummary released(
      PersonSummary summary, String journeyId, SendId send, Instant since) {
    Instant last = summary.entriesInto(journeyId).lastSentAt();
    PersonSummary without = summary.without(send);
    return last != null && !last.isAfter(since) ? withLastSent(without, journeyId, null) : without;
  }

  /** The summary after an instance has ended: its pending retry will never be sent. */
  static PersonSummary abandoned(PersonSummary summary, Instance was) {
    if (was.waitState() instanceof WaitState.Outcome sending && !sending.awaitsOutcome()) {
      return released(summary, was.journeyId(), sending.send(), sending.since());
    }
    if (was.waitState() instanceof WaitState.Held held && held.attempt() > 1) {
      return released(summary, was.journeyId(), held.send(), held.since());
    }
    if (was.waitState() instanceof WaitState.QuietHours quiet && quiet.attempt() > 1) {
      return released(summary, was.journeyId(), quiet.send(), quiet.since());
    }
    return summary;
  }

  private static PersonSummary withLastSent(
      PersonSummary summary, String journeyId, @Nullable Instant at) {
    EntryHistory past = summary.entriesInto(journeyId);
    return summary.with(journeyId, past.sent(at));
  }
}
