package dev.sojourn.processor.retention;

import dev.sojourn.processor.row.ExpiringRows;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.processor.row.StateFamily;
import dev.sojourn.processor.task.BackgroundTask;
import dev.sojourn.processor.thread.ThreadWakeups;
import dev.sojourn.processor.thread.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Deletes rows past their retention, in slices, so that records get their turn in between. A round
 * runs some time after the first record that could have written such a row. Used only by its stream
 * thread.
 */
public final class RetentionTask implements BackgroundTask {

  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(15);
  private static final Duration BETWEEN_SLICES = Duration.ofMillis(100);

  /** Rows of one family examined in a slice. */
  private static final int SLICE = 500;

  private final List<ExpiringRows> families;
  private final InstantSource wall;
  private final Wakeup wakeup;
  private final List<ExpiringRows> left = new ArrayList<>();
  private boolean awake;

  public RetentionTask(
      ProcessorContext<?, ?> context,
      List<StateFamily> families,
      InstantSource wall,
      ThreadWakeups wakeups) {
    this.families =
        families.stream()
            .flatMap(
                family ->
                    family.retention() instanceof Retention.Limited limited
                        ? Stream.of(limited.rows())
                        : Stream.empty())
            .toList();
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

  /** Schedules a round, since there may be rows to delete by then. */
  private void wake() {
    if (!awake) {
      awake = true;
      wakeup.scheduleAt(wall.millis() + BETWEEN_ROUNDS.toMillis());
    }
  }

  private void runSlice() {
    Instant now = wall.instant();
    if (left.isEmpty()) {
      left.addAll(families);
    }
    left.removeIf(family -> family.expire(now, SLICE));
    if (left.isEmpty()) {
      awake = false;
    } else {
      wakeup.scheduleAt(wall.millis() + BETWEEN_SLICES.toMillis());
    }
  }
}
