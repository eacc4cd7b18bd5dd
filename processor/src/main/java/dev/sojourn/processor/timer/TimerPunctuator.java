package dev.sojourn.processor.timer;

import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.task.TaskClock;
import dev.sojourn.processor.thread.ThreadTimeShare;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import dev.sojourn.processor.watermark.Watermark;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Fires timers once the task's clock has passed their due time, in slices, so that a burst of
 * timers shares the thread with the events that arrive meanwhile.
 */
public final class TimerPunctuator implements BackgroundTask {

  /** Wake-ups are rounded up to this, in ms, so that timers close together share a transaction. */
  private static final long GRAIN_MS = 50;

  /**
   * How soon to look again, in ms, when a timer is due by wall time but not yet by the task's
   * clock.
   */
  private static final long RECHECK_MS = 10;

  /** Timers read at once; small, since a turn can end only between two batches. */
  private static final int BATCH = 100;

  private final TimerStore store;
  private final TaskClock clock;
  private final Watermark watermark;
  private final ThreadTimeShare.Timers share;
  private final Consumer<TimerStore.Due> fires;
  // Not the context's clock, which stands still while a punctuation runs.
  private final InstantSource wall;
  private final Wakeup wakeup;
  private long recheckWait = RECHECK_MS;

  /**
   * Creates the punctuator of a task.
   *
   * @param share the time that the task's thread gives to timers
   * @param fires handles a due timer; must delete or replace it
   */
  public TimerPunctuator(
      ProcessorContext<?, ?> context,
      InstantSource wall,
      TimerStore store,
      TaskClock clock,
      Watermark watermark,
      ThreadWakeups wakeups,
      ThreadTimeShare share,
      Consumer<TimerStore.Due> fires) {
    this.wall = wall;
    this.store = store;
    this.clock = clock;
    this.watermark = watermark;
    this.share = share.timers();
    this.fires = fires;
    this.wakeup = new Wakeup(context, wall, wakeups, this::fire);
    store.listener(this::wakeAt);
  }

  /** Schedules the wake-up for the earliest stored timer; after a restart it may be overdue. */
  @Override
  public void start() {
    store.earliest().ifPresent(this::wakeAt);
  }

  @Override
  public void stop() {
    wakeup.cancel();
  }

  private void wakeAt(long dueMs) {
    long now = wall.millis();
    long rounded = dueMs % GRAIN_MS == 0 ? dueMs : dueMs - dueMs % GRAIN_MS + GRAIN_MS;
    if (dueMs <= now) {
      watermark.ask();
    }
    wakeup.scheduleAt(Math.max(rounded, now));
  }

  private void fire() {
    OptionalLong read = watermark.readUpTo();
    read.ifPresent(clock::readUpTo);
    long wait = share.waitMs();
    if (wait > 0) {
      wakeup.scheduleAt(wall.millis() + wait);
      return;
    }
    boolean more = share.run(this::fireSome);
    long now = wall.millis();
    if (more) {
      wakeup.scheduleAt(now + 1);
      return;
    }
    store.earliest().ifPresent(due -> wakeAgain(due, now));
  }

  private void wakeAgain(long dueMs, long now) {
    if (dueMs > now) {
      recheckWait = RECHECK_MS;
      wakeAt(dueMs);
      return;
    }
    // Due by wall time, but a record that arrived before the due time may still be unread.
    watermark.ask();
    wakeup.scheduleAt(now + recheckWait);
    recheckWait = Math.min(recheckWait * 2, 1_000);
  }

  /**
   * Fires at most a batch of due timers; returns whether there were any. A record that arrives
   * exactly at a timer's due time comes before the timer, so the clock must have passed that time.
   */
  private boolean fireSome() {
    List<TimerStore.Due> due = store.takeDue(clock.millis() - 1, BATCH);
    if (due.isEmpty()) {
      return false;
    }
    recheckWait = RECHECK_MS;
    due.forEach(fires);
    return true;
  }
}
