package dev.sojourn.processor.hold;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.instance.HeldStore;
import dev.sojourn.processor.journal.JournalSource.Background;
import dev.sojourn.processor.person.Decisions;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.person.StoredPerson;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import dev.sojourn.processor.watermark.Watermark;
import dev.sojourn.topics.registry.RegistryEntry;
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
 * Releases held sends at the rate that operators set; each partition has its share of the rate.
 * Nothing is released during a backlog, since an exit may be waiting in it.
 */
public final class HeldSendReleaser implements BackgroundTask {

  private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
  private static final Duration RECENTLY = Duration.ofMinutes(1);

  /** Sends of one journey released at once; limited, so that records get their turn. */
  private static final int MOST = 500;

  private final PersonStores stores;
  private final HeldStore held;
  private final CounterStore counters;
  private final DueTimers dueTimers;
  private final Decisions decisions;
  private final Watermark watermark;
  private final InstantSource wall;
  private final int partitions;
  private final Wakeup wakeup;
  private final Map<String, Double> credits = new HashMap<>();

  /** By journey, the instance released last; all rows before it have been deleted. */
  private final Map<String, InstanceId> reached = new HashMap<>();

  public HeldSendReleaser(
      ProcessorContext<?, ?> context,
      PersonStores stores,
      HeldStore held,
      CounterStore counters,
      DueTimers dueTimers,
      Decisions decisions,
      Watermark watermark,
      InstantSource wall,
      ThreadWakeups wakeups,
      int partitions) {
    this.stores = stores;
    this.held = held;
    this.counters = counters;
    this.dueTimers = dueTimers;
    this.decisions = decisions;
    this.watermark = watermark;
    this.wall = wall;
    this.partitions = partitions;
    this.wakeup = new Wakeup(context, wall, wakeups, this::runSlice);
  }

  @Override
  public void registryChanged(RegistryEntry entry) {
    if (entry.isOf(Hold.KIND)) {
      start();
    }
  }

  /** Schedules a release if one is due. */
  @Override
  public void start() {
    if (decisions.registry().journeys().stream().anyMatch(this::mayGo)) {
      wakeup.scheduleAt(wall.millis() + 1);
    }
  }

  @Override
  public void stop() {
    wakeup.cancel();
  }

  private boolean mayGo(Journey journey) {
    return !decisions.registry().holds(journey.id()) && anyHeld(journey.id());
  }

  private boolean anyHeld(String journeyId) {
    return counters.get(new CounterKey(journeyId, CounterKey.HELD)) > 0;
  }

  private void runSlice() {
    Instant now = wall.instant();
    boolean more = false;
    if (isRead(now)) {
      Registry registry = decisions.registry();
      registry.holds().forEach(this::refill);
      if (registry.hold(Hold.ALL).isEmpty()) {
        // A deleted hold leaves sends without a rate of their own.
        refill(new Hold(Hold.ALL, false, Hold.DEFAULT_PER_SECOND, now));
      }
      for (Journey journey : registry.journeys()) {
        if (mayGo(journey)) {
          release(journey.id(), rateOf(journey.id(), registry), now);
          more |= anyHeld(journey.id());
        }
      }
    } else {
      watermark.ask();
      more = true;
    }
    if (more) {
      wakeup.scheduleAt(wall.millis() + BETWEEN_SLICES.toMillis());
    } else {
      credits.clear();
      reached.clear();
    }
  }

  private boolean isRead(Instant now) {
    OptionalLong read = watermark.readUpTo();
    return read.isPresent() && read.getAsLong() >= now.minus(RECENTLY).toEpochMilli();
  }

  /** Adds what one more slice may release, up to a second's worth. */
  private void refill(Hold hold) {
    double perSecond = (double) hold.perSecond() / partitions;
    double more = perSecond * BETWEEN_SLICES.toMillis() / 1000;
    double most = Math.max(1, perSecond);
    credits.merge(hold.journeyId(), more, (had, refilled) -> Math.min(most, had + refilled));
  }

  /**
   * The id of the hold whose rate applies: the later of the journey's own and that for all
   * journeys.
   */
  private static String rateOf(String journeyId, Registry registry) {
    Optional<Hold> all = registry.hold(Hold.ALL);
    return registry
        .hold(journeyId)
        .filter(own -> all.isEmpty() || own.updatedAt().isAfter(all.get().updatedAt()))
        .map(Hold::journeyId)
        .orElse(Hold.ALL);
  }

  private void release(String journeyId, String rate, Instant now) {
    double credit = credits.getOrDefault(rate, 0.0);
    int most = (int) Math.min(MOST, credit);
    if (most == 0) {
      return;
    }
    List<InstanceId> some = held.some(journeyId, reached.get(journeyId), most);
    some.forEach(id -> release(journeyId, id, now));
    credits.put(rate, credit - some.size());
    if (some.size() < most) {
      // An instance that entered earlier may have reached a held send since.
      reached.remove(journeyId);
    } else {
      reached.put(journeyId, some.get(some.size() - 1));
    }
  }

  private void release(String journeyId, InstanceId id, Instant now) {
    Optional<Instance> found = stores.instances().get(id);
    if (found.isEmpty()) {
      held.delete(journeyId, id);
      return;
    }
    StoredPerson person = dueTimers.applyUntilClock(found.get().userId(), now);
    Decision decision =
        decisions.decideAndWrite(person, Background.RELEASE, new Stimulus.HoldReleased(id), now);
    if (decision.isNothing()) {
      // One of its timers has moved it on.
      held.delete(journeyId, id);
    }
  }
}
