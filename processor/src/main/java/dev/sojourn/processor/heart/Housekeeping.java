package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Park;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.processor.row.CounterKey;
import dev.sojourn.processor.store.TaskStores;
import dev.sojourn.processor.timer.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Slow rounds over what nothing else looks after: sends whose outcome never came, refusals and
 * answers past their time. A round runs only when there may be something to do, in slices.
 */
final class Housekeeping {

  private static final Duration BETWEEN_ROUNDS = Decider.ASKED_AGAIN_AFTER;
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
  private static final int SLICE = 500;

  private final TaskStores stores;
  private final PersonDesk desk;
  private final InstantSource wall;
  private final Alarm alarm;
  private final Deque<String> journeys = new ArrayDeque<>();
  private @Nullable InstanceId lookedAt;
  private boolean inRound;
  private boolean refusalsDone;
  private boolean commandsDone;
  private boolean awake;

  Housekeeping(
      ProcessorContext<?, ?> context, TaskStores stores, PersonDesk desk, InstantSource wall) {
    this.stores = stores;
    this.desk = desk;
    this.wall = wall;
    this.alarm = new Alarm(context, wall, this::slice);
  }

  /** There may be something to do, not at once. */
  void wake() {
    if (!awake) {
      awake = true;
      alarm.notLaterThan(wall.millis() + BETWEEN_ROUNDS.toMillis());
    }
  }

  private void slice() {
    if (!inRound) {
      begin();
    }
    Instant now = wall.instant();
    refusalsDone = refusalsDone || stores.refusals.expire(now, SLICE);
    commandsDone = commandsDone || stores.commands.expire(now, SLICE);
    if (!journeys.isEmpty()) {
      lookAt(journeys.getFirst(), now);
    }
    if (refusalsDone && commandsDone && journeys.isEmpty()) {
      inRound = false;
      awake = false;
      if (anySendOut()) {
        wake();
      }
    } else {
      alarm.notLaterThan(wall.millis() + BETWEEN_SLICES.toMillis());
    }
  }

  private void begin() {
    inRound = true;
    refusalsDone = false;
    commandsDone = false;
    lookedAt = null;
    desk.registry().journeys().stream()
        .map(RegisteredJourney::id)
        .filter(this::hasSendsOut)
        .forEach(journeys::add);
  }

  private boolean anySendOut() {
    return desk.registry().journeys().stream().anyMatch(journey -> hasSendsOut(journey.id()));
  }

  private boolean hasSendsOut(String journeyId) {
    return stores.counters.get(new CounterKey(journeyId, Status.ACTIVE.json())) > 0;
  }

  private void lookAt(String journeyId, Instant now) {
    List<InstanceId> live = stores.instances.liveAfter(journeyId, lookedAt, SLICE);
    for (InstanceId id : live) {
      stores
          .instances
          .get(id)
          .filter(instance -> silentFor(instance, now))
          .ifPresent(instance -> ask(instance, now));
    }
    if (live.size() < SLICE) {
      journeys.removeFirst();
      lookedAt = null;
    } else {
      lookedAt = live.get(live.size() - 1);
    }
  }

  private static boolean silentFor(Instance instance, Instant now) {
    Optional<Park.Sending> out =
        instance.park() instanceof Park.Sending sending && sending.out()
            ? Optional.of(sending)
            : Optional.empty();
    return out.filter(sending -> !now.isBefore(sending.since().plus(Decider.ASKED_AGAIN_AFTER)))
        .isPresent();
  }

  private void ask(Instance instance, Instant now) {
    PersonReader person = desk.person(instance.userId());
    Decision decision =
        desk.guarded(
            person,
            instance.id(),
            now,
            () -> desk.decider().onSilence(person, instance.id(), desk.registry(), now));
    desk.write(person, null, Map.of("silence", instance.id().toString()), now, decision);
  }
}
