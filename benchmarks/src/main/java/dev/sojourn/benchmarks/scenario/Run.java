package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.lab.BenchmarkException;
import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Lab;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.lab.World;
import dev.sojourn.benchmarks.report.Findings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Benchmark run: what scenarios work with and share. Not thread-safe. */
public final class Run {

  /** Rounds of compared measurements, taken in turns, so that a noisy minute affects all alike. */
  static final int ROUNDS = 3;

  /** Uncommitted events: enough that an engine never waits for the generator. */
  static final int WINDOW = 40_000;

  /** JIT compilers count as settled while they work less than this share of the time. */
  private static final double AT_REST = 0.15;

  private static final double MIB = 1024 * 1024;

  private final Lab lab;
  private final int partitions;
  private final int seconds;
  private final int persons;
  private final int warmUpSeconds;
  private final Findings findings;
  private final PrintWriter progress;
  private final long began = System.nanoTime();
  private @Nullable Crowd crowd;

  /**
   * Creates a run.
   *
   * @param partitions of the topics of every measured process
   * @param seconds length of each measured phase; rounds divide it among themselves
   * @param persons size of the largest population
   * @param warmUpSeconds longest wait of a phase for the compilers to settle
   * @param progress receives progress messages
   */
  public Run(
      Lab lab,
      int partitions,
      int seconds,
      int persons,
      int warmUpSeconds,
      Findings findings,
      PrintWriter progress) {
    this.lab = lab;
    this.partitions = partitions;
    this.seconds = seconds;
    this.persons = persons;
    this.warmUpSeconds = warmUpSeconds;
    this.findings = findings;
    this.progress = progress;
  }

  Lab lab() {
    return lab;
  }

  /** Starts a floor on its own topics. */
  Subject floor(String name) throws Exception {
    return lab.floor(name, partitions);
  }

  /** Starts an engine on its own topics, or on those left by an earlier engine of the same name. */
  Subject engine(String name, Path journeys) throws Exception {
    return lab.engine(name, partitions, journeys);
  }

  /** Starts an engine that counts its store and sink operations; too slow to be timed. */
  Subject countingEngine(String name, Path journeys) throws Exception {
    return lab.countingEngine(name, partitions, journeys);
  }

  /** Adds RocksDB statistics, summed over some engines. */
  void putRocksDb(String group, Collection<Subject> engines) throws Exception {
    double stallSeconds = 0;
    double flushed = 0;
    double compacted = 0;
    for (Subject engine : engines) {
      JsonNode rocksDb = engine.rocksDb();
      stallSeconds += rocksDb.get("writeStallSeconds").asDouble();
      flushed += rocksDb.get("flushedBytes").asDouble();
      compacted += rocksDb.get("compactedBytes").asDouble();
    }
    findings.put(group + ".writeStallSeconds", stallSeconds);
    findings.put(group + ".flushedMiB", flushed / MIB);
    findings.put(group + ".compactedMiB", compacted / MIB);
  }

  World world() {
    return lab.world();
  }

  int seconds() {
    return seconds;
  }

  int persons() {
    return persons;
  }

  Findings findings() {
    return findings;
  }

  /** The length of each round of a phase. */
  int secondsOfRound() {
    return Math.max(1, seconds / ROUNDS);
  }

  void say(String what, Object... values) {
    progress.printf(
        "[%4d s] %d partitions, %s%n",
        (System.nanoTime() - began) / 1_000_000_000, partitions, what.formatted(values));
    progress.flush();
  }

  /** The engine in which every person waits; created on first use. */
  Crowd crowd() throws Exception {
    Crowd gathered = crowd;
    if (gathered == null) {
      gathered = Crowd.gather(this);
      crowd = gathered;
    }
    return gathered;
  }

  /**
   * Waits until a condition holds.
   *
   * @throws BenchmarkException when it takes longer
   */
  void await(String what, Duration longest, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new BenchmarkException(
            "expected %s within %d s".formatted(what, longest.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Result of an intake measurement; CPU times are per event. */
  record Flow(double perSecond, double subjectCpuUs, double brokerCpuUs) {}

  /**
   * Measures intake.
   *
   * @param warmSeconds of load before the measurement, at least
   */
  Flow flow(Subject subject, int population, double warmSeconds, double seconds) throws Exception {
    world().flood(subject.prefix(), JourneysFolder.NOBODYS_EVENT, population, WINDOW);
    try {
      warmUp(subject, warmSeconds);
      double subjectCpu = subject.cpuSeconds();
      double brokerCpu = lab.brokerCpuSeconds();
      World.Progress before = world().progress(subject.prefix());
      sleep(seconds);
      World.Progress after = world().progress(subject.prefix());
      long events = Math.max(1, after.committed() - before.committed());
      return new Flow(
          after.rateSince(before),
          (subject.cpuSeconds() - subjectCpu) * 1e6 / events,
          (lab.brokerCpuSeconds() - brokerCpu) * 1e6 / events);
    } finally {
      world().stopFlood();
      settle(subject);
    }
  }

  /** Waits until an engine has committed everything. */
  void settle(Subject subject) throws Exception {
    long[] last = {-1};
    await(
        "the events of " + subject.prefix() + " to be committed",
        Duration.ofMinutes(2),
        () -> {
          long now = world().progress(subject.prefix()).committed();
          boolean settled = now == last[0];
          last[0] = now;
          return settled;
        });
  }

  /**
   * Waits, under load, until all JIT compilers have settled: a node runs for days, and its first
   * minute is not representative. Gives up after the warm-up time.
   *
   * @param leastSeconds waits at least this long
   */
  void warmUp(Subject subject, double leastSeconds) throws Exception {
    double from = System.nanoTime() / 1e9;
    double now = from;
    double compiled = lab.compileSeconds(subject);
    double share = 1;
    while (now - from < leastSeconds
        || (share > AT_REST && now - from < Math.max(warmUpSeconds, leastSeconds))) {
      sleep(Math.min(leastSeconds, 2));
      double then = System.nanoTime() / 1e9;
      double total = lab.compileSeconds(subject);
      share = (total - compiled) / (then - now);
      compiled = total;
      now = then;
    }
    if (now - from > leastSeconds + 2) {
      say("%s: warm after %.0f s", subject.prefix(), now - from);
    }
  }

  void sleep(double seconds) throws InterruptedException {
    TimeUnit.MICROSECONDS.sleep((long) (seconds * 1e6));
  }

  static long sends(JsonNode ledger, String step) {
    return ledger.at("/sends/" + step).asLong();
  }
}
