package dev.sojourn.processor.meter;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** A histogram of lateness, with fixed buckets. Safe for any number of threads. */
final class LatenessMeter {

  /** Bounds in ms: below the first, nobody notices; above the last, something was down. */
  private static final long[] BOUNDS = {
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000
  };

  private static final List<Double> SECONDS =
      Arrays.stream(BOUNDS).mapToObj(LatenessMeter::seconds).toList();

  private final LongAdder[] buckets =
      Stream.generate(LongAdder::new).limit(BOUNDS.length + 1L).toArray(LongAdder[]::new);
  private final LongAdder sumMs = new LongAdder();

  /** Counts negative lateness as zero: the clocks of nodes and of the log differ. */
  void add(long lateMs) {
    long late = Math.max(0, lateMs);
    int bucket = 0;
    while (bucket < BOUNDS.length && late > BOUNDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sumMs.add(late);
  }

  Reading read(String name, String help) {
    List<Long> counts = Arrays.stream(buckets).map(LongAdder::sum).toList();
    return new Reading.Spread(name, help, SECONDS, counts, seconds(sumMs.sum()));
  }

  private static double seconds(long ms) {
    return ms / 1000.0;
  }
}
