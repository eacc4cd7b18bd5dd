package dev.sojourn.processor.counter;

import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is counted of one version of a journey: its instances, and its steps. Also what a decision
 * adds to that. Mutable, and not thread-safe.
 *
 * <p>All of it follows from the instances and their whole logs, so that erasing a person can
 * subtract exactly what was added.
 */
public final class VersionCounts {

  private static final int FORM = 1;

  /** A count of instances. Each has its place in a row for good. */
  public enum OfInstances {
    ACTIVE(0),
    WAITING(1),
    COMPLETED(2),
    FAILED(3),
    EXITED(4),
    /** Those among the exited that {@code maxDuration} ended. */
    EXPIRED(5),
    /** Sum of the time from entry to completion, in ms, over completed instances. */
    DURATION_MS(6);

    private final int place;

    OfInstances(int place) {
      this.place = place;
    }

    static OfInstances of(Status status) {
      return switch (status) {
        case ACTIVE -> ACTIVE;
        case WAITING -> WAITING;
        case COMPLETED -> COMPLETED;
        case FAILED -> FAILED;
        case EXITED -> EXITED;
      };
    }
  }

  /**
   * A count of visits of a step. A visit is in exactly one of {@link #ACTIVE}, {@link #COMPLETED},
   * {@link #FAILED} and {@link #LEFT}; their sum is how often the step was entered. A retry of a
   * failed instance is another visit. Each has its place in a row for good.
   */
  public enum OfStep {
    /** The instance is there now. */
    ACTIVE(0),
    /** The instance went on, or this was the terminal step that completed or exited it. */
    COMPLETED(1),
    /** The instance failed there. */
    FAILED(2),
    /** The instance ended there otherwise: an exit rule, a cancellation, {@code maxDuration}. */
    LEFT(3),
    /** Those among the completed whose send a gate refused. */
    SKIPPED(4),
    /** Those among the completed whose send or call failed for good. */
    DELIVERY_FAILED(5);

    private final int place;

    OfStep(int place) {
      this.place = place;
    }
  }

  private static final int INSTANCE_COUNTS = OfInstances.values().length;
  private static final int STEP_COUNTS = OfStep.values().length;

  private long[] instances = new long[INSTANCE_COUNTS];
  private final Map<String, long[]> steps = new LinkedHashMap<>();

  void add(OfInstances what, long amount) {
    instances[what.place] += amount;
  }

  void add(String step, OfStep what, long amount) {
    steps.computeIfAbsent(step, id -> new long[STEP_COUNTS])[what.place] += amount;
  }

  /** Adds other counts, {@code times} times; -1 subtracts them. */
  void add(VersionCounts other, int times) {
    add(instances, other.instances, times);
    other.steps.forEach(
        (step, counts) ->
            add(steps.computeIfAbsent(step, id -> new long[STEP_COUNTS]), counts, times));
  }

  private static void add(long[] sums, long[] amounts, int times) {
    for (int i = 0; i < amounts.length; i++) {
      sums[i] += times * amounts[i];
    }
  }

  /** The steps that anybody ever entered, in the order in which that first happened. */
  public Set<String> steps() {
    return steps.keySet();
  }

  public long get(OfInstances what) {
    return instances[what.place];
  }

  public long get(String step, OfStep what) {
    long[] counts = steps.get(step);
    return counts == null ? 0 : counts[what.place];
  }

  boolean isZero() {
    return isZero(instances) && steps.values().stream().allMatch(VersionCounts::isZero);
  }

  private static boolean isZero(long[] counts) {
    for (long count : counts) {
      if (count != 0) {
        return false;
      }
    }
    return true;
  }

  byte[] pack() {
    RowWriter into = new RowWriter().raw(FORM);
    pack(into, instances);
    into.number(steps.size());
    steps.forEach(
        (step, counts) -> {
          into.text(step);
          pack(into, counts);
        });
    return into.done();
  }

  private static void pack(RowWriter into, long[] counts) {
    into.number(counts.length);
    for (long count : counts) {
      into.number(count);
    }
  }

  static VersionCounts unpack(byte[] row) {
    RowReader from = new RowReader(row).expect(FORM, "version counts");
    VersionCounts counts = new VersionCounts();
    counts.instances = unpack(from, INSTANCE_COUNTS);
    for (int left = from.integer(); left > 0; left--) {
      counts.steps.put(from.text(), unpack(from, STEP_COUNTS));
    }
    return counts;
  }

  /** A row of an earlier release has fewer counts, which then begin at zero. */
  private static long[] unpack(RowReader from, int known) {
    long[] counts = new long[from.integer()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = from.number();
    }
    return Arrays.copyOf(counts, Math.max(known, counts.length));
  }
}
