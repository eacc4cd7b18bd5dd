package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.journeys.registry.JourneyVersion;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Decides on what operators and callers of the API request for a person. */
final class OperatorRequests {

  private OperatorRequests() {}

  static void cancel(DecisionBuilder builder, InstanceId id, String by) {
    Optional<Instance> found = builder.instance(id);
    if (found.isEmpty()) {
      builder.reject(Rejection.of(DecisionRejection.INSTANCE_NOT_FOUND));
      return;
    }
    Instance instance = found.get();
    if (!instance.status().isLive()) {
      builder.reject(
          Rejection.of(
              DecisionRejection.INSTANCE_NOT_CANCELLABLE,
              Map.of("status", instance.status().json())));
      return;
    }
    builder.forget(id);
    builder.moved(
        instance
            .withLogEntry(
                instance.node(), null, StandardAction.CANCELLED, Map.of("by", by), builder.now())
            .ended(Status.EXITED, null, builder.now()));
  }

  /** Enters the step at which the instance failed again, unless something prevents it. */
  static void retry(DecisionBuilder builder, InstanceId id, String by) {
    Optional<Instance> found = builder.instance(id);
    Optional<Rejection> rejection =
        found.isEmpty()
            ? Optional.of(
                Rejection.of(DecisionRejection.INSTANCE_GONE, Map.of("instance", id.toString())))
            : retryRejection(builder, found.get());
    if (rejection.isPresent()) {
      builder.reject(rejection.get());
      return;
    }
    Instance failed = found.orElseThrow();
    String journeyId = failed.journeyId();
    EntryHistory past = builder.summary().entriesInto(journeyId);
    builder.summary(builder.summary().with(journeyId, past.reinstated(failed.createdAt())));
    JourneyVersion version = builder.registry().version(journeyId, failed.version()).orElseThrow();
    new InstanceRunner(builder, version, failed.revived(builder.now())).retry(by);
  }

  private static Optional<Rejection> retryRejection(DecisionBuilder builder, Instance failed) {
    if (failed.status() != Status.FAILED) {
      return rejected(
          DecisionRejection.INSTANCE_NOT_RETRYABLE, Map.of("status", failed.status().json()));
    }
    if (endedByItsAuthor(failed)) {
      return Optional.of(Rejection.of(DecisionRejection.FAILED_BY_ITS_JOURNEY));
    }
    String journeyId = failed.journeyId();
    if (builder.summary().liveIn(journeyId).isPresent()) {
      return Optional.of(Rejection.of(DecisionRejection.ALREADY_ACTIVE));
    }
    Optional<JourneyVersion> version = builder.registry().version(journeyId, failed.version());
    if (version.isEmpty()) {
      return rejected(DecisionRejection.VERSION_UNKNOWN, Map.of("version", failed.version()));
    }
    Instant expiry = failed.expiresAt();
    if (expiry != null && !builder.now().isBefore(expiry)) {
      return rejected(DecisionRejection.MAX_DURATION_ENDED, Map.of("endedAt", expiry.toString()));
    }
    EntryHistory past = builder.summary().entriesInto(journeyId);
    return hasEnteredSince(past, failed, version.get().definition().limit())
        ? Optional.of(Rejection.of(DecisionRejection.ENTERED_AGAIN))
        : Optional.empty();
  }

  private static Optional<Rejection> rejected(DecisionRejection code, Map<String, Object> details) {
    return Optional.of(Rejection.of(code, details));
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

  static void changeContact(DecisionBuilder builder, ContactPatch patch) {
    if (!builder.patchContact(patch)) {
      builder.reject(
          Rejection.of(DecisionRejection.CONTACT_TOO_LARGE, Map.of("limit", Limits.CONTACT)));
    }
  }

  static void changePreferences(DecisionBuilder builder, PreferencesPatch patch) {
    builder.summary(builder.summary().with(builder.summary().preferences().merge(patch)));
  }
}
