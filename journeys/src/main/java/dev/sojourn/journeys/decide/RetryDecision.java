package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.registry.JourneyVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * Result of a retry of a failed instance.
 *
 * @param refusal why the retry was refused, empty when it was not
 */
public record RetryDecision(Decision decision, Optional<String> refusal) {

  private static RetryDecision refused(String text) {
    return new RetryDecision(Decision.NOTHING, Optional.of(text));
  }

  /** Re-enters the step at which the instance failed, unless something prevents it. */
  static RetryDecision of(DecisionBuilder decision, InstanceId id, String by) {
    Optional<Instance> found = decision.instance(id);
    if (found.isEmpty()) {
      return refused("There is no state '%s' any more".formatted(id));
    }
    Instance failed = found.get();
    if (failed.status() != Status.FAILED) {
      return refused("Cannot retry journey in '%s' status".formatted(failed.status().json()));
    }
    if (endedByItsAuthor(failed)) {
      return refused("The journey itself ended here, with a step of type 'fail'");
    }
    String journeyId = failed.journeyId();
    if (decision.summary().liveIn(journeyId).isPresent()) {
      return refused("already_active: another state of this journey is live");
    }
    Optional<JourneyVersion> version = decision.registry().version(journeyId, failed.version());
    if (version.isEmpty()) {
      return refused("Version %d of the journey is not known".formatted(failed.version()));
    }
    Instant expiry = failed.expiresAt();
    if (expiry != null && !decision.now().isBefore(expiry)) {
      return refused("Its maxDuration ended at %s".formatted(expiry));
    }
    EntryHistory past = decision.summary().entriesInto(journeyId);
    if (hasEnteredSince(past, failed, version.get().definition().limit())) {
      return refused("The person has entered the journey since, which its limit counts");
    }
    decision.summary(decision.summary().with(journeyId, past.reinstated(failed.createdAt())));
    new InstanceRunner(decision, version.get(), failed.revived(decision.now())).retry(by);
    return new RetryDecision(decision.finish(), Optional.empty());
  }

  /** A failed entry does not count towards limits, so another entry may have taken its place. */
  private static boolean hasEnteredSince(EntryHistory past, Instance failed, EntryLimit limit) {
    Instant latest = past.latest();
    return switch (limit) {
      case ONCE -> past.countedEntries() > 0;
      case ONCE_PER_PERIOD -> latest != null && latest.isAfter(failed.createdAt());
      case UNLIMITED -> false;
    };
  }

  /**
   * A failure that the author defined enters its step; exceptions and refusals have no target step.
   */
  private static boolean endedByItsAuthor(Instance failed) {
    return failed.log().stream()
        .filter(entry -> entry.action() == StandardAction.FAILED)
        .reduce((earlier, later) -> later)
        .map(LogEntry::to)
        .isPresent();
  }
}
