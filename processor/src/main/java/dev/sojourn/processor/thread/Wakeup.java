package dev.sojourn.processor.thread;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Wakes a task up once, and not at all when there is nothing to wake up for: each punctuation that
 * fires makes an idle task commit a transaction.
 *
 * <p>Kafka Streams keeps a cancelled punctuation in its queue until its time has come. So a later
 * one is not cancelled for an earlier one but rings in vain when it comes, and only then is gone.
 */
public final class Wakeup {

  private final ProcessorContext<?, ?> context;
  private final InstantSource wall;
  private final ThreadWakeups wakeups;
  private final Runnable rings;
  private final TreeMap<Long, Cancellable> scheduled = new TreeMap<>();

  /**
   * An wakeup that does not ring yet.
   *
   * @param wakeups those of the thread, which wakes up for them
   */
  public Wakeup(
      ProcessorContext<?, ?> context, InstantSource wall, ThreadWakeups wakeups, Runnable rings) {
    this.context = context;
    this.wall = wall;
    this.wakeups = wakeups;
    this.rings = rings;
  }

  /** When it rings next, as wall time in epoch ms; empty when it is not set. */
  OptionalLong firesAt() {
    return scheduled.isEmpty() ? OptionalLong.empty() : OptionalLong.of(scheduled.firstKey());
  }

  /** Rings at this wall time or soon after, unless it rings earlier anyway. */
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
    // Streams would repeat it; whoever is woken says when to be woken again.
    Cancellable punctuation = scheduled.remove(at);
    if (punctuation != null) {
      punctuation.cancel();
      wakeups.busy();
      rings.run();
      wakeups.commits().worked(context);
    }
  }

  /** Never rings again. */
  public void cancel() {
    scheduled.values().forEach(Cancellable::cancel);
    scheduled.clear();
    wakeups.remove(this);
  }
}
