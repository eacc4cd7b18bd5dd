package dev.sojourn.processor.counter;

import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogAction.Delivery;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.StandardAction;
import dev.sojourn.processor.counter.VersionCounts.OfStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows an instance from step to step by its log, and counts its visits. Reading a whole log from
 * its beginning adds up to the same as reading it in parts, decision by decision.
 */
final class StepVisits {

  private final VersionCounts counts;

  /** The step where the instance is; null before it enters and after it has ended. */
  private @Nullable String at;

  private StepVisits(VersionCounts counts, @Nullable String at) {
    this.counts = counts;
    this.at = at;
  }

  /**
   * Counts the visits of new log entries.
   *
   * @param before the instance before them; null when they are all of its log
   */
  static void count(VersionCounts counts, @Nullable Instance before, List<LogEntry> entries) {
    String at = before != null && before.status().isLive() ? before.node() : null;
    StepVisits visits = new StepVisits(counts, at);
    entries.forEach(visits::read);
  }

  private void read(LogEntry entry) {
    switch (entry.move()) {
      case ARRIVES -> arrive(entry.to());
      case GOES_ON -> {
        countDelivery(entry);
        leave(OfStep.COMPLETED);
        arrive(entry.to());
      }
      case STAYS -> {}
      case ENDS -> end(entry);
    }
  }

  private void countDelivery(LogEntry entry) {
    Delivery delivery = entry.action().delivery().orElse(null);
    if (at != null && delivery == Delivery.SKIPPED) {
      counts.add(at, OfStep.SKIPPED, 1);
    } else if (at != null && delivery == Delivery.FAILED) {
      counts.add(at, OfStep.DELIVERY_FAILED, 1);
    }
  }

  private void end(LogEntry entry) {
    String terminal = entry.to();
    if (terminal != null && !terminal.equals(at)) {
      // A step with nothing to log of its own has gone on to a terminal step.
      leave(OfStep.COMPLETED);
      arrive(terminal);
    }
    boolean ownEnd = terminal != null || entry.action() == StandardAction.COMPLETED;
    leave(
        entry.action() == StandardAction.FAILED
            ? OfStep.FAILED
            : ownEnd ? OfStep.COMPLETED : OfStep.LEFT);
  }

  private void arrive(@Nullable String step) {
    at = step;
    if (step != null) {
      counts.add(step, OfStep.ACTIVE, 1);
    }
  }

  /** Ends the present visit, if there is one. */
  private void leave(OfStep how) {
    if (at != null) {
      counts.add(at, OfStep.ACTIVE, -1);
      counts.add(at, how, 1);
      at = null;
    }
  }
}
