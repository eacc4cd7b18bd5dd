package dev.sojourn.processor.timer;

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
 * Fires what is due when the task's clock has passed it, in slices, so that a storm of timers and
 * the events that come meanwhile share the thread.
 */
public final class TimerPunctuator {

  /** Wake-ups are rounded up to this, so that timers close together share a transaction. */
  private static final long GRAIN_MS = 50;

  /** How soon to look again when a timer is due by the wall but not yet by the clock. */
  private static final long RECHECK_MS = 10;

  /** Read at once; small, since a turn is over only between two of them. */
  private static final int BATCH = 100;

  private final TimerStore store;
  private final TaskClock clock;
  private final Watermark watermark;
  private final ThreadTimeShare.Timers share;
  private final Consumer<TimerStore.Due> fires;
  // The context's own clock stands still while a punctuation runs.
  private final InstantSource wall;
  private final Wakeup wakeup;
  private long recheckWait = RECHECK_MS;

  /**
   * The timers of a task.
   *
   * @param share what the task's thread gives to timers
   * @param fires what to do with a timer that is due; it must delete or replace it
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

  /** Sets the wakeup for whatever the store holds: after a restart, for what is overdue. */
  public void start() {
    store.earliest().ifPresent(this::wakeAt);
  }

  /** Never rings again. A task that is begun anew keeps the punctuations of its former life. */
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
    // Due by the wall, but something that arrived before may still be unread.
    watermark.ask();
    wakeup.scheduleAt(now + recheckWait);
    recheckWait = Math.min(recheckWait * 2, 1_000);
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
    recheckWait = RECHECK_MS;
    due.forEach(fires);
    return true;
  }
}
