package dev.sojourn.processor.counter;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.processor.counter.TemplateCounterKey.Kind;
import dev.sojourn.processor.counter.VersionCounts.OfInstances;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of people, as pure functions: what a decision adds, and what everything that is
 * stored of a person adds up to. Erasing a person subtracts the latter, so the two must agree for
 * any history; a property test holds them together.
 *
 * <p>The template of a send is looked up in the journey version of its instance: nothing else has
 * it for every kind of result.
 */
public final class DecisionCounters {

  /** The reason of an exit by {@code maxDuration}. */
  private static final String MAX_DURATION = "max_duration";

  private final Registry registry;
  private final Map<CounterKey, Long> sums = new LinkedHashMap<>();
  private final Map<VersionKey, VersionCounts> versions = new LinkedHashMap<>();

  private DecisionCounters(Registry registry) {
    this.registry = registry;
  }

  /**
   * An instance as it is stored.
   *
   * @param log all of it, oldest entry first
   * @param engagements with its emails
   */
  public record StoredInstance(
      Instance instance, List<LogEntry> log, Map<SendId, Engagement> engagements) {}

  /**
   * What a decision adds to each counter.
   *
   * @param person as it was before
   */
  public static CountedChanges of(Decision decision, PersonView person, Registry registry) {
    DecisionCounters counters = new DecisionCounters(registry);
    decision
        .changes()
        .forEach(change -> counters.instance(change.before(), change.after(), change.movements()));
    decision
        .goals()
        .forEach(
            goal ->
                counters.add(
                    goal.journeyId(),
                    goal.control() ? CounterKey.GOAL_CONTROL : CounterKey.GOAL,
                    1));
    decision.heldOut().forEach(journey -> counters.add(journey, CounterKey.HELD_OUT, 1));
    counters.add("", CounterKey.AFTER_EXIT, decision.outcomesAfterEnd());
    for (Decision.EngagementChange change : decision.engagementChanges()) {
      counters.engagement(
          change.journeyId(),
          person.instance(change.send().instance()),
          change.send(),
          change.opened(),
          change.clicked());
    }
    for (Decision.EmailReport report : decision.emailReports()) {
      Kind kind = unwelcome(report.event());
      Optional<Instance> instance = person.instance(report.send().instance());
      if (kind != null && instance.isPresent()) {
        counters.template(instance.get(), report.send().step(), kind);
      }
    }
    return counters.changes();
  }

  private CountedChanges changes() {
    return new CountedChanges(sums, versions);
  }

  private static @Nullable Kind unwelcome(String event) {
    return switch (event) {
      case "email.bounced" -> Kind.BOUNCED;
      case "email.complained" -> Kind.COMPLAINED;
      default -> null;
    };
  }

  /**
   * What a person is counted for: every instance as if it had come to its present state at once.
   *
   * @param heldOut the journeys that hold the person out
   */
  public static CountedChanges of(
      List<StoredInstance> instances, Iterable<String> heldOut, Registry registry) {
    DecisionCounters counters = new DecisionCounters(registry);
    for (StoredInstance stored : instances) {
      Instance instance = stored.instance();
      counters.instance(null, instance, stored.log());
      stored.log().stream()
          .filter(entry -> entry.action() == StandardAction.GOAL_REACHED)
          .forEach(entry -> counters.add(instance.journeyId(), CounterKey.GOAL, 1));
      stored
          .engagements()
          .forEach(
              (send, engagement) ->
                  counters.engagement(
                      instance.journeyId(),
                      Optional.of(instance),
                      send,
                      engagement.openedAt() != null,
                      engagement.clickedAt() != null));
    }
    heldOut.forEach(journey -> counters.add(journey, CounterKey.HELD_OUT, 1));
    return counters.changes();
  }

  /**
   * What instances are counted for in their versions.
   *
   * @param stored each with all of its log
   */
  static Map<VersionKey, VersionCounts> versions(Stream<Instance> stored) {
    DecisionCounters counters = new DecisionCounters(Registry.EMPTY);
    stored.forEach(instance -> counters.version(null, instance, instance.log()));
    return counters.versions;
  }

  private void instance(@Nullable Instance before, Instance after, List<LogEntry> entries) {
    String journey = after.journeyId();
    if (before == null || before.status() != after.status()) {
      if (before != null) {
        add(journey, before.status().json(), -1);
      }
      add(journey, after.status().json(), 1);
      if (after.status() == Status.COMPLETED) {
        add(journey, CounterKey.DURATION, durationMs(after));
      }
    }
    version(before, after, entries);
    add(journey, CounterKey.HELD, (isHeld(after) ? 1 : 0) - (isHeld(before) ? 1 : 0));
    // By the log: each send and failure once, whatever becomes of the instance.
    for (LogEntry entry : entries) {
      CounterKey.of(journey, entry).ifPresent(counter -> add(counter, 1));
      String step = entry.from();
      if (step != null) {
        kind(entry).ifPresent(kind -> template(after, step, kind));
      }
    }
  }

  private void version(@Nullable Instance before, Instance after, List<LogEntry> entries) {
    VersionCounts counts =
        versions.computeIfAbsent(
            new VersionKey(after.journeyId(), after.version()), key -> new VersionCounts());
    if (before == null || before.status() != after.status()) {
      if (before != null) {
        counts.add(OfInstances.of(before.status()), -1);
      }
      counts.add(OfInstances.of(after.status()), 1);
      if (after.status() == Status.COMPLETED) {
        counts.add(OfInstances.DURATION_MS, durationMs(after));
      }
    }
    counts.add(OfInstances.EXPIRED, entries.stream().filter(DecisionCounters::isExpiry).count());
    StepVisits.count(counts, before, entries);
  }

  /** An exit step may give any reason, but is the target of its entry. */
  private static boolean isExpiry(LogEntry entry) {
    return entry.action() == StandardAction.EXITED
        && entry.to() == null
        && entry.detail() != null
        && MAX_DURATION.equals(entry.detail().get("reason"));
  }

  private static boolean isHeld(@Nullable Instance instance) {
    return instance != null && instance.waitState() instanceof WaitState.Held;
  }

  /** The duration from entry to end, in ms. */
  private static long durationMs(Instance over) {
    Instant ended = over.endedAt();
    return ended == null ? 0 : Math.max(0, Duration.between(over.createdAt(), ended).toMillis());
  }

  private static Optional<Kind> kind(LogEntry entry) {
    if (entry.action() == StandardAction.FAILED) {
      // A step that fails on purpose is the entry's target, and is no send.
      return entry.to() == null ? Optional.of(Kind.FAILED) : Optional.empty();
    }
    if (!(entry.action() instanceof StandardAction action) || !action.isMessage()) {
      return Optional.empty();
    }
    return action
        .delivery()
        .flatMap(
            delivery ->
                switch (delivery) {
                  case SENT -> Optional.of(Kind.SENT);
                  case SKIPPED -> Optional.of(Kind.SKIPPED);
                  case FAILED -> Optional.of(Kind.FAILED);
                  case HELD -> Optional.empty();
                });
  }

  private void engagement(
      String journey, Optional<Instance> instance, SendId send, boolean opened, boolean clicked) {
    if (opened) {
      add(journey, CounterKey.EMAIL_OPENED, 1);
      instance.ifPresent(one -> template(one, send.step(), Kind.OPENED));
    }
    if (clicked) {
      add(journey, CounterKey.EMAIL_CLICKED, 1);
      instance.ifPresent(one -> template(one, send.step(), Kind.CLICKED));
    }
  }

  private void template(Instance instance, String step, Kind kind) {
    registry
        .version(instance.journeyId(), instance.version())
        .flatMap(version -> version.definition().step(step))
        .filter(SendStep.class::isInstance)
        .map(found -> new TemplateCounterKey(((SendStep) found).template(), kind))
        .ifPresent(total -> add(total.counter(), 1));
  }

  private void add(String journeyId, String name, long amount) {
    add(new CounterKey(journeyId, name), amount);
  }

  private void add(CounterKey counter, long amount) {
    if (amount != 0) {
      sums.merge(counter, amount, Long::sum);
    }
  }
}
