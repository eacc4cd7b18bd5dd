package dev.sojourn.benchmarks.load;

import dev.sojourn.journeys.instance.InstanceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Counts of sends and outcomes by stage, so that dropped work cannot raise a rate; and latencies.
 * Thread-safe.
 */
final class Ledger {

  private static final long LONGEST_MS = 10 * 60_000;

  private final AtomicLong started = new AtomicLong();
  private final AtomicLong outcomes = new AtomicLong();
  private final AtomicLong repeats = new AtomicLong();
  private final Map<String, AtomicLong> sends = new ConcurrentHashMap<>();

  /** The steps whose sends have been seen, as bits by instance; detects repeats. */
  private final Map<UUID, Integer> seen = new ConcurrentHashMap<>();

  /** When the timer of an instance is due, in epoch ms. */
  private final Map<UUID, Long> due = new ConcurrentHashMap<>();

  private final Histogram action = new SynchronizedHistogram(LONGEST_MS, 3);
  private final Histogram timer = new SynchronizedHistogram(LONGEST_MS, 3);

  void started() {
    started.incrementAndGet();
  }

  long startedSoFar() {
    return started.get();
  }

  long sent(String step) {
    AtomicLong count = sends.get(step);
    return count == null ? 0 : count.get();
  }

  /** Records a send; true for the first of its step. */
  boolean ordered(InstanceId instance, String step) {
    int bit = 1 << Math.floorMod(step.hashCode(), 31);
    int before = seen.getOrDefault(instance.value(), 0);
    if ((before & bit) != 0) {
      repeats.incrementAndGet();
      return false;
    }
    seen.put(instance.value(), before | bit);
    sends.computeIfAbsent(step, name -> new AtomicLong()).incrementAndGet();
    return true;
  }

  void outcomeTaken() {
    outcomes.incrementAndGet();
  }

  void dueAt(InstanceId instance, long dueMs) {
    due.put(instance.value(), dueMs);
  }

  /** Records that the send after the instance's timer has been read. */
  void timerSeen(InstanceId instance, long nowMs) {
    Long when = due.remove(instance.value());
    if (when != null) {
      timer.recordValue(clamp(nowMs - when));
    }
  }

  /** Records that the send caused by an event of this age has been read. */
  void actionSeen(long ageMs) {
    action.recordValue(clamp(ageMs));
  }

  private static long clamp(long ms) {
    return Math.max(0, Math.min(LONGEST_MS, ms));
  }

  /** Resets the latencies, not the counts. */
  void resetTimes() {
    action.reset();
    timer.reset();
  }

  Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("nanos", System.nanoTime());
    report.put("started", started.get());
    report.put("outcomes", outcomes.get());
    report.put("repeats", repeats.get());
    Map<String, Long> steps = new LinkedHashMap<>();
    sends.forEach((step, count) -> steps.put(step, count.get()));
    report.put("sends", steps);
    report.put("action", times(action));
    report.put("timer", times(timer));
    return report;
  }

  private static Map<String, Long> times(Histogram of) {
    return Map.of(
        "count", of.getTotalCount(),
        "p50", of.getValueAtPercentile(50),
        "p99", of.getValueAtPercentile(99),
        "max", of.getMaxValue());
  }
}
