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

/** One run of the benchmark: what scenarios work with and what they share. One thread. */
public final class Run {

  /** Rounds of what is compared, in turns, so that a noisy minute hits all alike. */
  static final int ROUNDS = 3;

  /** Events on their way: enough that an engine never waits for the generator. */
  static final int WINDOW = 40_000;

  /** The share of the time in which compilers work that counts as rest. */
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
   * A run.
   *
   * @param partitions of the topics of every measured process
   * @param seconds length of each measured phase; what is measured in rounds shares it out
   * @param persons how many the largest population has
   * @param warmUpSeconds how long compilers may keep a phase waiting
   * @param progress where it says how it is getting on
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

  /** A floor on topics of its own. */
  Subject floor(String name) throws Exception {
    return lab.floor(name, partitions);
  }

  /**
   * An engine on topics of its own, or again on those that an earlier one of this name has left.
   */
  Subject engine(String name, Path journeys) throws Exception {
    return lab.engine(name, partitions, journeys);
  }

  /** An engine that counts what it does; too slow to be timed. */
  Subject countingEngine(String name, Path journeys) throws Exception {
    return lab.countingEngine(name, partitions, journeys);
  }

  /** Notes what RocksDB's own statistics say of some engines, added up. */
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

  /** The part of a phase that each of several rounds has. */
  int secondsOfRound() {
    return Math.max(1, seconds / ROUNDS);
  }

  void say(String what, Object... values) {
    progress.printf(
        "[%4d s] %d partitions, %s%n",
        (System.nanoTime() - began) / 1_000_000_000, partitions, what.formatted(values));
    progress.flush();
  }

  /** The engine in which everybody waits; made when first asked for. */
  Crowd crowd() throws Exception {
    Crowd gathered = crowd;
    if (gathered == null) {
      gathered = Crowd.gather(this);
      crowd = gathered;
    }
    return gathered;
  }

  /** Waits until something is so, and fails with a sentence if it takes longer. */
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

  /** What a stretch of flood came to. */
  record Flow(double perSecond, double subjectCpuUs, double brokerCpuUs) {}

  /**
   * Measures intake.
   *
   * @param warmSeconds before it counts
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

  /** Waits until an engine has nothing left to do. */
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
   * Waits, under load, until all compilers have come to rest: a node runs for days, and what its
   * first minute is like says nothing of them. Gives up after a while.
   *
   * @param leastSeconds even if they rest already
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
