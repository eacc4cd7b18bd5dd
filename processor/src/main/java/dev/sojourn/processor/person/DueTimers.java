package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.person.ActiveInstance;
import dev.sojourn.processor.journal.JournalSource.Background;
import dev.sojourn.processor.meter.EngineMeters;
import dev.sojourn.processor.task.TaskClock;
import dev.sojourn.processor.timer.TimerKey;
import dev.sojourn.processor.timer.TimerStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/**
 * Applies a person's due timers in order: those that the punctuator found, and those that were due
 * before an input that is about to be decided. Used only by the task's stream thread.
 */
public final class DueTimers {

  /**
   * How many timers of one person are applied in a row, each at its own time, before the rest is
   * applied at the time of the input. A journey of short sleeps would otherwise replay a long
   * outage sleep by sleep.
   */
  private static final int CATCH_UP = 1_000;

  private final PersonStores stores;
  private final TimerStore timers;
  private final TaskClock clock;
  private final Decisions decisions;
  private final EngineMeters meters;
  private final InstantSource wall;

  public DueTimers(
      PersonStores stores,
      TimerStore timers,
      TaskClock clock,
      Decisions decisions,
      EngineMeters meters,
      InstantSource wall) {
    this.stores = stores;
    this.timers = timers;
    this.clock = clock;
    this.decisions = decisions;
    this.meters = meters;
    this.wall = wall;
  }

  /**
   * Applies every timer of the person that was due before this time, and returns the person; so an
   * input of this time finds the person as if nothing had been late.
   */
  public StoredPerson applyUntil(StoredPerson stored, Instant before) {
    StoredPerson person = stored;
    for (int applied = 0; ; applied++) {
      Optional<TimerKey> due = firstDue(person, before);
      if (due.isEmpty()) {
        return person;
      }
      Instant now = applied < CATCH_UP ? later(due.get().due(), clock.now()) : before;
      apply(person, due.get(), now);
      person = stores.person(stored.userId());
    }
  }

  /**
   * Applies due timers for an input that overtakes a backlog of events: the timers that the task's
   * clock has passed, not those that were due when the input was appended.
   */
  public StoredPerson applyUntilClock(String userId, Instant now) {
    return applyUntil(stores.person(userId), now.isBefore(clock.now()) ? now : clock.now());
  }

  private static Optional<TimerKey> firstDue(StoredPerson person, Instant before) {
    return person.summary().live().stream()
        .filter(live -> live.due() != null && live.due().isBefore(before))
        .flatMap(live -> stillDue(person, live).stream())
        .filter(timer -> timer.due().isBefore(before))
        .min(Comparator.naturalOrder());
  }

  /** The person summary may hold an earlier time than the instance itself. */
  private static Optional<TimerKey> stillDue(StoredPerson person, ActiveInstance live) {
    return person
        .instance(live.id())
        .flatMap(Instance::due)
        .map(due -> new TimerKey(due, live.id()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Applies a timer whose due time the task's clock has passed. */
  public void apply(TimerStore.Due due) {
    StoredPerson person = stores.personForUpdate(due.userId());
    apply(person, due.key(), later(due.key().due(), clock.now()));
  }

  private void apply(StoredPerson person, TimerKey timer, Instant now) {
    Stimulus.TimerDue stimulus = new Stimulus.TimerDue(timer.instance(), timer.due());
    Decision decision = decisions.decideAndWrite(person, Background.TIMER, stimulus, now);
    if (decision.isNothing()) {
      // Stale: the instance has moved on without it.
      timers.delete(timer);
      return;
    }
    meters.fired(wall.millis() - timer.due().toEpochMilli());
  }
}
