package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.registry.JourneyVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a retry of an instance that failed.
 *
 * @param refusal why it was not done, empty when it was
 */
public record RetryDecision(Decision decision, Optional<String> refusal) {

  private static RetryDecision refused(String text) {
    return new RetryDecision(Decision.NOTHING, Optional.of(text));
  }

  /** Enters the step once more at which it failed, unless something speaks against it. */
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
    if (decision.head().liveIn(journeyId).isPresent()) {
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
    EntryHistory past = decision.head().entriesInto(journeyId);
    if (hasEnteredSince(past, failed, version.get().definition().limit())) {
      return refused("The person has entered the journey since, which its limit counts");
    }
    decision.head(decision.head().with(journeyId, past.reinstated(failed.createdAt())));
    new InstanceRunner(decision, version.get(), failed.revived(decision.now())).again(by);
    return new RetryDecision(decision.finish(), Optional.empty());
  }

  /** Limits forgot the failed entry, so that another could take its place. */
  private static boolean hasEnteredSince(EntryHistory past, Instance failed, EntryLimit limit) {
    Instant latest = past.latest();
    return switch (limit) {
      case ONCE -> past.countedEntries() > 0;
      case ONCE_PER_PERIOD -> latest != null && latest.isAfter(failed.createdAt());
      case UNLIMITED -> false;
    };
  }

  /** What throws or is refused leads nowhere; a step that fails on purpose is where it leads. */
  private static boolean endedByItsAuthor(Instance failed) {
    return failed.log().stream()
        .filter(entry -> entry.action().equals("failed"))
        .reduce((earlier, later) -> later)
        .map(LogEntry::to)
        .isPresent();
  }
}
