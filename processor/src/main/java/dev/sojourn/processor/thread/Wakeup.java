package dev.sojourn.processor.thread;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * A one-shot wall-clock punctuation, which wakes a task up only when there is something to do: each
 * punctuation that fires makes an idle task commit a transaction.
 *
 * <p>Kafka Streams keeps a cancelled punctuation queued until its time. So when an earlier wake-up
 * is scheduled, the later one is left in place instead of being cancelled, and fires without
 * effect.
 */
public final class Wakeup {

  private final ProcessorContext<?, ?> context;
  private final InstantSource wall;
  private final ThreadWakeups wakeups;
  private final Runnable action;
  private final TreeMap<Long, Cancellable> scheduled = new TreeMap<>();

  /**
   * Creates a wake-up that is not scheduled yet.
   *
   * @param wakeups of the thread, which sleeps no longer than until the next of them
   * @param action what to run when it fires
   */
  public Wakeup(
      ProcessorContext<?, ?> context, InstantSource wall, ThreadWakeups wakeups, Runnable action) {
    this.context = context;
    this.wall = wall;
    this.wakeups = wakeups;
    this.action = action;
  }

  /** When it fires next, as wall time in epoch ms; empty when it is not scheduled. */
  OptionalLong firesAt() {
    return scheduled.isEmpty() ? OptionalLong.empty() : OptionalLong.of(scheduled.firstKey());
  }

  /** Schedules it for this wall time or soon after, unless it fires earlier anyway. */
  public void scheduleAt(long wallMs) {
    if (!scheduled.isEmpty() && scheduled.firstKey() <= wallMs) {
      return;
    }
    long delay = Math.max(1, wallMs - wall.millis());
    Cancellable punctuation =
        context.schedule(
            Duration.ofMillis(delay), PunctuationType.WALL_CLOCK_TIME, time -> fire(wallMs));
    scheduled.put(wallMs, punctuation);
    wakeups.add(this);
  }

  private void fire(long at) {
    // Kafka Streams would repeat the punctuation; the action schedules the next one itself.
    Cancellable punctuation = scheduled.remove(at);
    if (punctuation != null) {
      punctuation.cancel();
      wakeups.busy();
      action.run();
      wakeups.commits().worked(context);
    }
  }

  /** Cancels everything that is scheduled. */
  public void cancel() {
    scheduled.values().forEach(Cancellable::cancel);
    scheduled.clear();
    wakeups.remove(this);
  }
}
