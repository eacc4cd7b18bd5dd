package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.person.LiveInstance;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.row.RefusalRow;
import dev.sojourn.processor.row.TimerKey;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.store.TimerStore;
import dev.sojourn.processor.timer.TaskClock;
import dev.sojourn.topics.journal.Cause;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a person's timers are fired in their order, and where what is decided is written down. */
final class PersonDesk {

  /**
   * How many timers of one person are fired one after the other, each at its own time, before what
   * is left is fired at the time of the stimulus. A journey of short sleeps would otherwise make up
   * for a long outage nap by nap.
   */
  private static final int CATCH_UP = 1_000;

  private final TaskStores stores;
  private final TaskClock clock;
  private final RegistryCache registry;
  private final Applier applier;
  private final Journal journal;
  private final EngineMeters meters;
  private final InstantSource wall;
  private final Decider decider;

  PersonDesk(
      TaskStores stores,
      TaskClock clock,
      RegistryCache registry,
      Applier applier,
      Journal journal,
      EngineMeters meters,
      InstantSource wall,
      Decider decider) {
    this.stores = stores;
    this.clock = clock;
    this.registry = registry;
    this.applier = applier;
    this.journal = journal;
    this.meters = meters;
    this.wall = wall;
    this.decider = decider;
  }

  Decider decider() {
    return decider;
  }

  Registry registry() {
    return registry.current();
  }

  /** Whether nothing may be known of this person any more. */
  boolean wasErased(String userId) {
    return stores.erased.contains(Partitions.hash(userId), userId);
  }

  /** A person as stored now; nothing is read until it is asked for. */
  PersonReader person(String userId) {
    return new PersonReader(stores, Partitions.hash(userId), userId, false);
  }

  /**
   * The person with every timer applied that was due before this time: whatever comes at this time
   * finds them as they would have been had nobody been late.
   */
  PersonReader upTo(PersonReader stored, Instant before) {
    PersonReader person = stored;
    for (int fired = 0; ; fired++) {
      Optional<TimerKey> due = firstDue(person, before);
      if (due.isEmpty()) {
        return person;
      }
      Instant now = fired < CATCH_UP ? later(due.get().due(), clock.now()) : before;
      fire(person, due.get(), now);
      person = person(stored.userId());
    }
  }

  /**
   * The person for something that overtakes a backlog of events: the timers that go before it are
   * those that the clock has passed, not those that were due when it came.
   */
  PersonReader upToDate(String userId, Instant now) {
    return upTo(person(userId), now.isBefore(clock.now()) ? now : clock.now());
  }

  private static Optional<TimerKey> firstDue(PersonReader person, Instant before) {
    return person.head().live().stream()
        .filter(live -> live.due() != null && live.due().isBefore(before))
        .flatMap(live -> trulyDue(person, live).stream())
        .filter(timer -> timer.due().isBefore(before))
        .min(Comparator.naturalOrder());
  }

  /** The head may know of an earlier time than the instance has. */
  private static Optional<TimerKey> trulyDue(PersonReader person, LiveInstance live) {
    return person
        .instance(live.id())
        .flatMap(Instance::due)
        .map(due -> new TimerKey(due, live.id()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** A timer whose time the clock has passed. */
  void fire(TimerStore.Due due) {
    PersonReader person =
        new PersonReader(stores, Partitions.hash(due.userId()), due.userId(), true);
    fire(person, due.key(), later(due.key().due(), clock.now()));
  }

  private void fire(PersonReader person, TimerKey timer, Instant now) {
    Decision decision =
        guarded(
            person,
            timer.instance(),
            now,
            () -> decider.onTimer(person, timer.instance(), timer.due(), registry(), now));
    if (decision.changes().isEmpty()) {
      boolean stands =
          person.instance(timer.instance()).flatMap(Instance::due).stream()
              .anyMatch(timer.due()::equals);
      if (!stands) {
        // It belongs to nothing any more.
        stores.timers.delete(timer);
        return;
      }
      // Without its timer the instance would stand for ever, and with it this would never end.
      IllegalStateException stuck =
          new IllegalStateException("expected a timer that is due to move its instance");
      decision = decider.onFault(person, timer.instance(), stuck, now);
    }
    write(person, null, new Cause.TimerFired(timer.due(), timer.instance()), now, decision);
    meters.fired(wall.millis() - timer.due().toEpochMilli());
  }

  /** Decides; if that throws, the instance it was about has failed and the rest goes on. */
  Decision guarded(
      PersonReader person, InstanceId instance, Instant now, Supplier<Decision> decide) {
    try {
      return decide.get();
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      return decider.onFault(person, instance, e, now);
    }
  }

  /** Notes why an event did not enter the journeys that it starts. */
  void noteRefusals(
      PersonReader person, UUID eventId, String event, Instant at, Decision decision) {
    List<RefusalRow.Refusal> refused =
        decision.entries().stream()
            .flatMap(
                entry ->
                    entry.reason() == null
                        ? Stream.empty()
                        : Stream.of(new RefusalRow.Refusal(entry.journeyId(), entry.reason())))
            .toList();
    if (!refused.isEmpty()) {
      stores.refusals.put(
          person.userHash(), new RefusalRow(person.userId(), eventId, event, at, refused));
    }
  }

  /** Writes a decision to the stores, the sinks and the journal. */
  void write(
      PersonReader person,
      @Nullable Stimulus record,
      Cause stimulus,
      Instant now,
      Decision decision) {
    applier.apply(person, decision, now);
    journal.decided(person.userId(), record, stimulus, now, decision);
    meters.decided(decision);
  }
}
