package dev.sojourn.processor.timer;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * One punctuation at a time, and none when there is nothing to wake up for: each one that fires
 * makes an idle task commit a transaction.
 */
public final class Alarm {

  private final ProcessorContext<?, ?> context;
  private final InstantSource wall;
  private final Runnable rings;
  private @Nullable Cancellable scheduled;
  private long at = Long.MAX_VALUE;

  public Alarm(ProcessorContext<?, ?> context, InstantSource wall, Runnable rings) {
    this.context = context;
    this.wall = wall;
    this.rings = rings;
  }

  /** Rings at this wall time or soon after; what was set for a later time is forgotten. */
  public void notLaterThan(long wallMs) {
    if (scheduled != null && at <= wallMs) {
      return;
    }
    cancel();
    at = wallMs;
    long delay = Math.max(1, wallMs - wall.millis());
    scheduled =
        context.schedule(
            Duration.ofMillis(delay),
            PunctuationType.WALL_CLOCK_TIME,
            time -> {
              // Streams would repeat it; whoever is woken says when to be woken again.
              cancel();
              rings.run();
            });
  }

  public void cancel() {
    if (scheduled != null) {
      scheduled.cancel();
      scheduled = null;
    }
    at = Long.MAX_VALUE;
  }
}
