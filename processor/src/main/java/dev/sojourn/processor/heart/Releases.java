package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.Alarm;
import dev.sojourn.processor.timer.Alarms;
import dev.sojourn.processor.timer.Frontier;
import dev.sojourn.topics.journal.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Lets go what operators have held back, no faster than they said. Each partition has its part of
 * the pace. Nothing goes while the log is not read: somebody may have left the journey meanwhile.
 */
final class Releases {

  private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
  private static final Duration RECENTLY = Duration.ofMinutes(1);

  /** Of one journey at once, so that records have their turn. */
  private static final int MOST = 500;

  private final TaskStores stores;
  private final PersonDesk desk;
  private final Frontier frontier;
  private final InstantSource wall;
  private final int partitions;
  private final Alarm alarm;
  private final Map<String, Double> credits = new HashMap<>();

  /** By journey, what went last: before it there is nothing but what has gone. */
  private final Map<String, InstanceId> reached = new HashMap<>();

  Releases(
      ProcessorContext<?, ?> context,
      TaskStores stores,
      PersonDesk desk,
      Frontier frontier,
      InstantSource wall,
      Alarms alarms,
      int partitions) {
    this.stores = stores;
    this.desk = desk;
    this.frontier = frontier;
    this.wall = wall;
    this.partitions = partitions;
    this.alarm = new Alarm(context, wall, alarms, this::slice);
  }

  /** An operator has spoken, or the task has just begun: there may be something to let go. */
  void wake() {
    if (desk.registry().journeys().stream().anyMatch(this::mayGo)) {
      alarm.notLaterThan(wall.millis() + 1);
    }
  }

  /** Never runs again. */
  void stop() {
    alarm.cancel();
  }

  private boolean mayGo(RegisteredJourney journey) {
    return !desk.registry().holds(journey.id()) && anyHeld(journey.id());
  }

  private boolean anyHeld(String journeyId) {
    return stores.counters.get(new CounterKey(journeyId, CounterKey.HELD)) > 0;
  }

  private void slice() {
    Instant now = wall.instant();
    boolean more = false;
    if (isRead(now)) {
      Registry registry = desk.registry();
      registry.holds().forEach(hold -> earn(hold));
      for (RegisteredJourney journey : registry.journeys()) {
        if (mayGo(journey)) {
          release(journey.id(), paceOf(journey.id(), registry), now);
          more |= anyHeld(journey.id());
        }
      }
    } else {
      frontier.ask();
      more = true;
    }
    if (more) {
      alarm.notLaterThan(wall.millis() + BETWEEN_SLICES.toMillis());
    } else {
      credits.clear();
      reached.clear();
    }
  }

  private boolean isRead(Instant now) {
    OptionalLong read = frontier.readUpTo();
    return read.isPresent() && read.getAsLong() >= now.minus(RECENTLY).toEpochMilli();
  }

  /** What a slice may let go more, up to a second's worth. */
  private void earn(Hold hold) {
    double perSecond = (double) hold.perSecond() / partitions;
    double more = perSecond * BETWEEN_SLICES.toMillis() / 1000;
    double most = Math.max(1, perSecond);
    credits.merge(hold.journeyId(), more, (had, earned) -> Math.min(most, had + earned));
  }

  /** Whichever word was the last counts: the journey's own, or the one for all. */
  private static String paceOf(String journeyId, Registry registry) {
    Optional<Hold> all = registry.hold(Hold.ALL);
    return registry
        .hold(journeyId)
        .filter(own -> all.isEmpty() || own.updatedAt().isAfter(all.get().updatedAt()))
        .map(Hold::journeyId)
        .orElse(Hold.ALL);
  }

  private void release(String journeyId, String pace, Instant now) {
    double credit = credits.getOrDefault(pace, 0.0);
    int most = (int) Math.min(MOST, credit);
    if (most == 0) {
      return;
    }
    List<InstanceId> some = stores.held.some(journeyId, reached.get(journeyId), most);
    some.forEach(id -> release(journeyId, id, now));
    credits.put(pace, credit - some.size());
    if (some.size() < most) {
      // Somebody who entered earlier may have come to a held send since.
      reached.remove(journeyId);
    } else {
      reached.put(journeyId, some.get(some.size() - 1));
    }
  }

  private void release(String journeyId, InstanceId id, Instant now) {
    Optional<Instance> found = stores.instances.get(id);
    if (found.isEmpty()) {
      stores.held.delete(journeyId, id);
      return;
    }
    PersonReader person = desk.upToDate(found.get().userId(), now);
    if (!isHeld(person, id)) {
      // One of its timers has moved it.
      stores.held.delete(journeyId, id);
      return;
    }
    Decision decision =
        desk.guarded(
            person, id, now, () -> desk.decider().onRelease(person, id, desk.registry(), now));
    if (decision.isNothing()) {
      // It would stand first for ever.
      IllegalStateException stuck =
          new IllegalStateException("expected a held send to move when it is let go");
      decision = desk.decider().onFault(person, id, stuck, now);
    }
    desk.write(person, null, new Cause.Released(id), now, decision);
  }

  private static boolean isHeld(PersonReader person, InstanceId id) {
    return person.instance(id).stream().anyMatch(now -> now.park() instanceof Park.Held);
  }
}
