package dev.sojourn.journeys.entry;

import dev.sojourn.journeys.condition.Condition;
import dev.sojourn.journeys.condition.EvaluationContext;
import dev.sojourn.journeys.definition.EntryLimit;
import dev.sojourn.journeys.definition.Holdout;
import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.journeys.person.EntryHistory;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.registry.Journey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entry guard. Guards are evaluated in order, and the first that refuses is the reason. They apply
 * to entry only, never to an instance that has already started.
 *
 * @param explain the values it evaluates, for explanations
 */
public record EntryGuard(
    RefusalReason reason,
    Predicate<EntryAttempt> passes,
    Function<EntryAttempt, Map<String, Object>> explain) {

  /** A person's attempt to enter. */
  public record EntryAttempt(
      Journey journey,
      JourneyDefinition definition,
      PersonSummary summary,
      PersonEvent event,
      EvaluationContext facts) {

    EntryHistory past() {
      return summary.entriesInto(journey.id());
    }

    Optional<ActiveInstance> live() {
      return summary.liveIn(journey.id());
    }
  }

  private static final List<EntryGuard> IN_ORDER =
      List.of(
          new EntryGuard(
              RefusalReason.JOURNEY_DISABLED,
              attempt -> attempt.journey().acceptsEntries(),
              EntryGuard::switches),
          new EntryGuard(
              RefusalReason.TRIGGER_CONDITIONS_NOT_MET,
              EntryGuard::triggerHolds,
              EntryGuard::conditions),
          new EntryGuard(
              RefusalReason.ALREADY_ENTERED_ONCE,
              EntryGuard::firstTimeWhenOnce,
              EntryGuard::entries),
          new EntryGuard(
              RefusalReason.PERIOD_NOT_ELAPSED, EntryGuard::periodElapsed, EntryGuard::period),
          new EntryGuard(
              RefusalReason.USER_UNSUBSCRIBED,
              attempt -> !attempt.summary().preferences().unsubscribedAll(),
              attempt ->
                  Map.of("unsubscribedAll", attempt.summary().preferences().unsubscribedAll())),
          new EntryGuard(
              RefusalReason.USER_SUPPRESSED,
              attempt -> !attempt.summary().preferences().suppressed(),
              attempt -> Map.of("suppressed", attempt.summary().preferences().suppressed())),
          new EntryGuard(
              RefusalReason.ALREADY_ACTIVE,
              attempt -> attempt.live().isEmpty(),
              attempt -> seen("stateId", attempt.live().map(live -> live.id().toString()))),
          // Last, so that the control group consists of people who would otherwise have entered.
          new EntryGuard(
              RefusalReason.HELD_OUT,
              attempt -> !attempt.definition().holdsOut(attempt.summary().userId()),
              EntryGuard::holdout));

  public static List<EntryGuard> inOrder() {
    return IN_ORDER;
  }

  /** The reason of the first guard that refuses, empty when the person may enter. */
  public static Optional<RefusalReason> firstRefusal(EntryAttempt attempt) {
    for (EntryGuard guard : IN_ORDER) {
      if (!guard.passes().test(attempt)) {
        return Optional.of(guard.reason());
      }
    }
    return Optional.empty();
  }

  private static Map<String, Object> switches(EntryAttempt attempt) {
    Map<String, Object> saw = new LinkedHashMap<>();
    saw.put("enabled", attempt.journey().acceptsEntries());
    saw.put("status", attempt.journey().status().name().toLowerCase(Locale.ROOT));
    saw.put("override", attempt.journey().override());
    saw.put("definition", attempt.journey().enabled());
    return saw;
  }

  private static boolean triggerHolds(EntryAttempt attempt) {
    return Condition.all(attempt.definition().trigger().conditions(), attempt.facts());
  }

  private static Map<String, Object> conditions(EntryAttempt attempt) {
    return Map.of(
        "conditions",
        Condition.explained(attempt.definition().trigger().conditions(), attempt.facts()));
  }

  private static boolean firstTimeWhenOnce(EntryAttempt attempt) {
    return attempt.definition().limit() != EntryLimit.ONCE || attempt.past().countedEntries() == 0;
  }

  private static Map<String, Object> entries(EntryAttempt attempt) {
    return Map.of(
        "entryLimit", attempt.definition().limit().json(),
        "entries", attempt.past().entries(),
        "counted", attempt.past().countedEntries());
  }

  /**
   * An entry exactly one period later is allowed; a trigger older than the latest entry never is.
   */
  private static boolean periodElapsed(EntryAttempt attempt) {
    Instant latest = attempt.past().latest();
    if (attempt.definition().limit() != EntryLimit.ONCE_PER_PERIOD || latest == null) {
      return true;
    }
    Instant opens = latest.plus(attempt.definition().period());
    return !attempt.event().occurredAt().isBefore(opens);
  }

  private static Map<String, Object> period(EntryAttempt attempt) {
    boolean asked = attempt.definition().limit() == EntryLimit.ONCE_PER_PERIOD;
    Instant latest = attempt.past().latest();
    Map<String, Object> saw = new LinkedHashMap<>();
    saw.put("entryLimit", attempt.definition().limit().json());
    saw.put("latestEntry", latest);
    saw.put("opensAt", opens(attempt, asked, latest));
    saw.put("occurredAt", attempt.event().occurredAt());
    return saw;
  }

  private static @Nullable Instant opens(
      EntryAttempt attempt, boolean asked, @Nullable Instant latest) {
    return asked && latest != null ? latest.plus(attempt.definition().period()) : null;
  }

  private static Map<String, Object> holdout(EntryAttempt attempt) {
    Holdout holdout = attempt.definition().holdout();
    Map<String, Object> saw = new LinkedHashMap<>();
    saw.put("percent", holdout == null ? null : holdout.percent());
    return saw;
  }

  private static Map<String, Object> seen(String name, Optional<String> value) {
    Map<String, Object> saw = new LinkedHashMap<>();
    saw.put(name, value.orElse(null));
    return saw;
  }
}
