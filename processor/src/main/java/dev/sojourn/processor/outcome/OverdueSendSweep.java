package dev.sojourn.processor.outcome;

import dev.sojourn.journeys.decide.Decider;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.instance.WaitState;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.processor.counter.CounterStore;
import dev.sojourn.processor.journal.JournalSource.Background;
import dev.sojourn.processor.person.Decisions;
import dev.sojourn.processor.person.PersonStores;
import dev.sojourn.processor.person.StoredPerson;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import dev.sojourn.processor.watermark.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds sends whose outcome is overdue and has them sent again. A round over the active instances
 * of each journey runs in slices, and only while there may be sends without an outcome. Used only
 * by its stream thread.
 */
public final class OverdueSendSweep implements BackgroundTask {

  private static final Duration BETWEEN_ROUNDS = Decider.OUTCOME_TIMEOUT;
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final Duration RECENTLY = Duration.ofMinutes(1);

  /** Instances examined in a slice. */
  private static final int SLICE = 500;

  private final PersonStores stores;
  private final CounterStore counters;
  private final Decisions decisions;
  private final Watermark watermark;
  private final OverdueSendCheck check;
  private final InstantSource wall;
  private final Wakeup wakeup;
  private final Deque<String> journeys = new ArrayDeque<>();
  private @Nullable InstanceId lookedAt;
  private boolean inRound;
  private @Nullable Instant caughtUpSince;
  private boolean awake;

  public OverdueSendSweep(
      ProcessorContext<?, ?> context,
      PersonStores stores,
      CounterStore counters,
      Decisions decisions,
      Watermark watermark,
      OverdueSendCheck check,
      InstantSource wall,
      ThreadWakeups wakeups) {
    this.stores = stores;
    this.counters = counters;
    this.decisions = decisions;
    this.watermark = watermark;
    this.check = check;
    this.wall = wall;
    this.wakeup = new Wakeup(context, wall, wakeups, this::runSlice);
  }

  @Override
  public void stop() {
    wakeup.cancel();
  }

  @Override
  public void start() {
    wake();
  }

  @Override
  public void recordHandled() {
    wake();
  }

  /** Schedules a round, since there may be a send without an outcome. */
  private void wake() {
    if (!awake) {
      awake = true;
      wakeup.scheduleAt(wall.millis() + BETWEEN_ROUNDS.toMillis());
    }
  }

  private void runSlice() {
    Instant now = wall.instant();
    if (!inRound) {
      if (!isCaughtUp(now)) {
        watermark.ask();
        wakeup.scheduleAt(now.plus(BETWEEN_LOOKS).toEpochMilli());
        return;
      }
      begin();
    }
    if (!journeys.isEmpty() && !check.isAsking(now)) {
      lookAt(journeys.getFirst(), now);
    }
    if (journeys.isEmpty()) {
      inRound = false;
      awake = false;
      if (anySendOut()) {
        wake();
      }
    } else {
      wakeup.scheduleAt(wall.millis() + BETWEEN_SLICES.toMillis());
    }
  }

  /**
   * Whether everything that arrived until recently has been read. A backlog may contain outcomes,
   * so during a backlog a missing outcome means nothing.
   */
  private boolean isCaughtUp(Instant now) {
    OptionalLong read = watermark.readUpTo();
    boolean caughtUp = read.isPresent() && read.getAsLong() >= now.minus(RECENTLY).toEpochMilli();
    if (!caughtUp) {
      caughtUpSince = null;
    } else if (caughtUpSince == null) {
      caughtUpSince = now;
    }
    return caughtUp;
  }

  private void begin() {
    inRound = true;
    lookedAt = null;
    check.newRound();
    decisions.registry().journeys().stream()
        .map(Journey::id)
        .filter(this::hasSendsOut)
        .forEach(journeys::add);
  }

  private boolean anySendOut() {
    return decisions.registry().journeys().stream().anyMatch(journey -> hasSendsOut(journey.id()));
  }

  private boolean hasSendsOut(String journeyId) {
    return counters.get(new CounterKey(journeyId, Status.ACTIVE.json())) > 0;
  }

  private void lookAt(String journeyId, Instant now) {
    List<InstanceId> live = stores.instances().liveAfter(journeyId, lookedAt, SLICE);
    Instant judgedAt = check.judgedAt(now);
    List<Instance> overdue =
        live.stream()
            .flatMap(id -> stores.instances().get(id).stream())
            .filter(instance -> isOverdue(instance, judgedAt))
            .toList();
    if (!overdue.isEmpty()) {
      check.ask(now);
      if (check.isAsking(now)) {
        // These instances are examined again once the answer is known.
        return;
      }
      check.since(now).ifPresent(since -> overdue.forEach(one -> askAgain(one, since, now)));
    }
    if (live.size() < SLICE) {
      journeys.removeFirst();
      lookedAt = null;
    } else {
      lookedAt = live.get(live.size() - 1);
    }
  }

  private static boolean isOverdue(Instance instance, Instant judgedAt) {
    return instance.waitState() instanceof WaitState.Outcome sending
        && sending.awaitsOutcome()
        && !judgedAt.isBefore(sending.since().plus(Decider.OUTCOME_TIMEOUT));
  }

  private void askAgain(Instance instance, Instant overdueSince, Instant now) {
    // Delivery's progress is in log time, but this task caught up in wall time.
    Instant heard = caughtUpSince == null ? now : caughtUpSince;
    Instant listening = heard.isAfter(overdueSince) ? heard : overdueSince;
    StoredPerson person = stores.person(instance.userId());
    decisions.decideAndWrite(
        person, Background.SWEEP, new Stimulus.OutcomeOverdue(instance.id(), listening), now);
  }
}
