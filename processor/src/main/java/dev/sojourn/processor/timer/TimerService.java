package dev.sojourn.processor.timer;

import dev.sojourn.processor.store.TimerStore;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Fires what is due when the task's clock has passed it, in slices, so that a storm of timers and
 * the events that come meanwhile share the thread.
 */
public final class TimerService {

  /** Wake-ups are rounded up to this, so that timers close together share a transaction. */
  private static final long GRAIN_MS = 50;

  /** How soon to look again when a timer is due by the wall but not yet by the clock. */
  private static final long UNPROVEN_MS = 10;

  /** Read at once; small, since a turn is over only between two of them. */
  private static final int BATCH = 100;

  private final TimerStore store;
  private final TaskClock clock;
  private final Frontier frontier;
  private final FairShare.Timers share;
  private final Consumer<TimerStore.Due> fires;
  // The context's own clock stands still while a punctuation runs.
  private final InstantSource wall;
  private final Alarm alarm;
  private long unprovenWait = UNPROVEN_MS;

  /**
   * The timers of a task.
   *
   * @param share what the task's thread gives to timers
   * @param fires what to do with a timer that is due; it must delete or replace it
   */
  public TimerService(
      ProcessorContext<?, ?> context,
      InstantSource wall,
      TimerStore store,
      TaskClock clock,
      Frontier frontier,
      Alarms alarms,
      FairShare share,
      Consumer<TimerStore.Due> fires) {
    this.wall = wall;
    this.store = store;
    this.clock = clock;
    this.frontier = frontier;
    this.share = share.timers();
    this.fires = fires;
    this.alarm = new Alarm(context, wall, alarms, this::ring);
  }

  /** Sets the alarm for whatever the store holds: after a restart, for what is overdue. */
  public void start() {
    store.earliest().ifPresent(this::wakeAt);
  }

  /** Never rings again. A task that is begun anew keeps the punctuations of its former life. */
  public void stop() {
    alarm.cancel();
  }

  /** A timer was written: wakes up for it if it is the earliest. */
  public void added(long dueMs) {
    wakeAt(dueMs);
  }

  private void wakeAt(long dueMs) {
    long now = wall.millis();
    long rounded = dueMs % GRAIN_MS == 0 ? dueMs : dueMs - dueMs % GRAIN_MS + GRAIN_MS;
    if (dueMs <= now) {
      frontier.ask();
    }
    alarm.notLaterThan(Math.max(rounded, now));
  }

  private void ring() {
    OptionalLong read = frontier.readUpTo();
    read.ifPresent(clock::readUpTo);
    long wait = share.waitMs();
    if (wait > 0) {
      alarm.notLaterThan(wall.millis() + wait);
      return;
    }
    boolean more = share.run(this::fireSome);
    long now = wall.millis();
    if (more) {
      alarm.notLaterThan(now + 1);
      return;
    }
    store.earliest().ifPresent(due -> wakeAgain(due, now));
  }

  private void wakeAgain(long dueMs, long now) {
    if (dueMs > now) {
      unprovenWait = UNPROVEN_MS;
      wakeAt(dueMs);
      return;
    }
    // Due by the wall, but something that arrived before may still be unread.
    frontier.ask();
    alarm.notLaterThan(now + unprovenWait);
    unprovenWait = Math.min(unprovenWait * 2, 1_000);
  }

  /**
   * Fires what is due, at most a batch; says whether anything was. What arrives at the very time at
   * which a timer is due comes before it, so the clock has to have passed that time.
   */
  private boolean fireSome() {
    List<TimerStore.Due> due = store.takeDue(clock.millis() - 1, BATCH);
    if (due.isEmpty()) {
      return false;
    }
    unprovenWait = UNPROVEN_MS;
    due.forEach(fires);
    return true;
  }
}
