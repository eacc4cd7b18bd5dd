package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.registry.JourneyVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Result of a retry of a failed instance.
 *
 * @param refusal why the retry was refused, empty when it was not
 */
public record RetryDecision(Decision decision, Optional<Rejection> refusal) {

  private static RetryDecision refused(DecisionRejection code) {
    return refused(code, Map.of());
  }

  private static RetryDecision refused(DecisionRejection code, Map<String, Object> details) {
    return new RetryDecision(Decision.NOTHING, Optional.of(Rejection.of(code, details)));
  }

  /** Re-enters the step at which the instance failed, unless something prevents it. */
  static RetryDecision of(DecisionBuilder decision, InstanceId id, String by) {
    Optional<Instance> found = decision.instance(id);
    if (found.isEmpty()) {
      return refused(DecisionRejection.INSTANCE_GONE, Map.of("instance", id.toString()));
    }
    Instance failed = found.get();
    if (failed.status() != Status.FAILED) {
      return refused(
          DecisionRejection.INSTANCE_NOT_RETRYABLE, Map.of("status", failed.status().json()));
    }
    if (endedByItsAuthor(failed)) {
      return refused(DecisionRejection.FAILED_BY_ITS_JOURNEY);
    }
    String journeyId = failed.journeyId();
    if (decision.summary().liveIn(journeyId).isPresent()) {
      return refused(DecisionRejection.ALREADY_ACTIVE);
    }
    Optional<JourneyVersion> version = decision.registry().version(journeyId, failed.version());
    if (version.isEmpty()) {
      return refused(DecisionRejection.VERSION_UNKNOWN, Map.of("version", failed.version()));
    }
    Instant expiry = failed.expiresAt();
    if (expiry != null && !decision.now().isBefore(expiry)) {
      return refused(DecisionRejection.MAX_DURATION_ENDED, Map.of("endedAt", expiry.toString()));
    }
    EntryHistory past = decision.summary().entriesInto(journeyId);
    if (hasEnteredSince(past, failed, version.get().definition().limit())) {
      return refused(DecisionRejection.ENTERED_AGAIN);
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
        .filter(entry -> entry.action().equals("failed"))
        .reduce((earlier, later) -> later)
        .map(LogEntry::to)
        .isPresent();
  }
}
