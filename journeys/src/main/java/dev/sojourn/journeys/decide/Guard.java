package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.Facts;
import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.person.Enrolments;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.registry.RegisteredJourney;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One question asked of a person who would enter a journey. Guards are asked in order, and the
 * first that says no is the reason. They gate entry alone, never what is already under way.
 */
record Guard(Reason reason, Predicate<Attempt> passes) {

  /** Somebody at the door. */
  record Attempt(
      RegisteredJourney journey,
      JourneyDefinition definition,
      Head head,
      PersonEvent event,
      Facts facts) {

    Enrolments past() {
      return head.enrolmentsIn(journey.id());
    }
  }

  private static final List<Guard> IN_ORDER =
      List.of(
          new Guard(Reason.JOURNEY_DISABLED, attempt -> attempt.journey().accepts()),
          new Guard(Reason.TRIGGER_CONDITIONS_NOT_MET, Guard::triggerHolds),
          new Guard(Reason.ALREADY_ENTERED_ONCE, Guard::firstTimeWhenOnce),
          new Guard(Reason.PERIOD_NOT_ELAPSED, Guard::periodElapsed),
          new Guard(
              Reason.USER_UNSUBSCRIBED, attempt -> !attempt.head().preferences().unsubscribedAll()),
          new Guard(Reason.USER_SUPPRESSED, attempt -> !attempt.head().preferences().suppressed()),
          new Guard(
              Reason.ALREADY_ACTIVE,
              attempt -> attempt.head().liveIn(attempt.journey().id()).isEmpty()),
          // Last, so that the control group is made of those who would have entered.
          new Guard(
              Reason.HELD_OUT, attempt -> !attempt.definition().holdsOut(attempt.head().userId())));

  /** The first guard that says no, empty when the person may enter. */
  static Optional<Reason> firstRefusal(Attempt attempt) {
    for (Guard guard : IN_ORDER) {
      if (!guard.passes().test(attempt)) {
        return Optional.of(guard.reason());
      }
    }
    return Optional.empty();
  }

  private static boolean triggerHolds(Attempt attempt) {
    return Condition.all(attempt.definition().trigger().conditions(), attempt.facts());
  }

  private static boolean firstTimeWhenOnce(Attempt attempt) {
    return attempt.definition().limit() != EntryLimit.ONCE || attempt.past().counted() == 0;
  }

  /** Exactly one period later is allowed; a trigger older than the latest entry never is. */
  private static boolean periodElapsed(Attempt attempt) {
    Instant latest = attempt.past().latest();
    if (attempt.definition().limit() != EntryLimit.ONCE_PER_PERIOD || latest == null) {
      return true;
    }
    Instant opens = latest.plus(attempt.definition().period());
    return !attempt.event().occurredAt().isBefore(opens);
  }
}
