package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.lab.BenchmarkException;
import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.load.Stages;
import dev.sojourn.benchmarks.report.Findings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Scenario that measures journeys of trigger, send, sleep, send and complete: first the reads and
 * writes of each, then the sustained rate.
 */
final class JourneysPerSecond implements Scenario {

  static final String JOURNEY = "welcome";
  static final String EVENT = "signed:up";

  /** Short, so that instances start and complete within a measured phase. */
  static final Duration NAP = Duration.ofMillis(500);

  /** Journeys that may wait for their first send: one second's worth at the target rate. */
  private static final int UNANSWERED = 6_000;

  private static final int IN_FLIGHT = 20_000;
  private static final int PERSONS = 100_000;
  private static final int COUNTED = 5_000;
  private static final double LEAST_WARM_SECONDS = 4;

  @Override
  public String name() {
    return "journeys";
  }

  @Override
  public void run(Run run) throws Exception {
    JourneysFolder folder = run.lab().journeys("journeys").welcome(JOURNEY, EVENT, NAP);
    count(run, folder);
    try (Subject engine = run.engine("journeys", folder.path())) {
      Rate rate = sustained(run, engine, Math.min(run.persons(), PERSONS), run.seconds());
      Findings findings = run.findings();
      findings.put("journeys.perSecond", rate.perSecond());
      findings.put("journeys.accounted", rate.accounted());
      findings.put("journeys.cpuUsPerJourney", rate.engineCpuUs());
      findings.put("journeys.brokerCpuUsPerJourney", rate.brokerCpuUs());
      run.putRocksDb("journeys", List.of(engine));
    }
  }

  /**
   * Counts the operations of each journey on a separate node: counting makes it too slow to time.
   */
  private static void count(Run run, JourneysFolder folder) throws Exception {
    int journeys = Math.min(COUNTED, run.persons());
    try (Subject engine = run.countingEngine("counted", folder.path())) {
      Changelogs changelogs = new Changelogs(run.lab().bootstrapServers(), engine.prefix());
      JsonNode before = engine.operations();
      Map<String, Changelogs.Size> logBefore = changelogs.sizes();
      run.world().deliver(engine, NAP);
      run.world().eventsWithEmail(engine.prefix(), EVENT, journeys);
      run.await(
          journeys + " journeys to complete",
          Duration.ofMinutes(3),
          () -> engine.http().count(JOURNEY, "completed") == journeys);
      run.world().stopDeliver();
      run.settle(engine);
      Costs costs = Costs.between(before, engine.operations());
      Findings findings = run.findings();
      findings.put("journeys.putsPerJourney", costs.of("put", "counters") / (double) journeys);
      findings.put(
          "journeys.deletesPerJourney", costs.of("delete", "counters") / (double) journeys);
      findings.put("journeys.getsPerJourney", costs.of("get", "counters") / (double) journeys);
      findings.put("journeys.scansPerJourney", costs.of("scan", "counters") / (double) journeys);
      findings.put("journeys.sinkRecordsPerJourney", costs.sinks() / (double) journeys);
      Changelogs.Size grown = Changelogs.between(logBefore, changelogs.sizes());
      findings.put("journeys.changelogRecordsPerJourney", grown.records() / (double) journeys);
      findings.put("journeys.changelogBytesPerJourney", grown.bytes() / (double) journeys);
      run.say(
          "journeys: each costs %.1f puts, %.1f gets, %.1f deletes, %.1f sink records",
          findings.number("journeys.putsPerJourney").orElseThrow(),
          findings.number("journeys.getsPerJourney").orElseThrow(),
          findings.number("journeys.deletesPerJourney").orElseThrow(),
          findings.number("journeys.sinkRecordsPerJourney").orElseThrow());
    }
  }

  /**
   * Measured rate.
   *
   * @param accounted whether every started journey went through every stage exactly once
   */
  record Rate(double perSecond, boolean accounted, double engineCpuUs, double brokerCpuUs) {}

  /** Measures the rate an engine sustains, with a bounded number of journeys in flight. */
  static Rate sustained(Run run, Subject engine, int persons, double seconds) throws Exception {
    long completedBefore = engine.http().count(JOURNEY, "completed");
    run.world().deliver(engine, NAP);
    run.world()
        .journeys(
            engine.prefix(),
            EVENT,
            persons,
            UNANSWERED,
            // A person in the journey cannot enter again, and stays in it after the second send
            // until its outcome is read.
            Math.min(IN_FLIGHT, persons / 2),
            0);
    run.warmUp(engine, LEAST_WARM_SECONDS);
    double engineCpu = engine.cpuSeconds();
    double brokerCpu = run.lab().brokerCpuSeconds();
    long from = System.nanoTime();
    long first = engine.http().count(JOURNEY, "completed");
    double slice = seconds / 4;
    for (int part = 0; part < 4; part++) {
      long before = engine.http().count(JOURNEY, "completed");
      run.sleep(slice);
      long now = engine.http().count(JOURNEY, "completed");
      run.say("journeys: %,.0f per second", (now - before) / slice);
    }
    long completed = engine.http().count(JOURNEY, "completed") - first;
    double took = (System.nanoTime() - from) / 1e9;
    double engineUs = (engine.cpuSeconds() - engineCpu) * 1e6 / Math.max(1, completed);
    double brokerUs = (run.lab().brokerCpuSeconds() - brokerCpu) * 1e6 / Math.max(1, completed);
    run.world().stopJourneys();
    boolean accounted = isAccounted(run, engine, completedBefore);
    run.world().stopDeliver();
    if (completed == 0) {
      throw new BenchmarkException("expected journeys to complete, found none");
    }
    return new Rate(completed / took, accounted, engineUs, brokerUs);
  }

  /** Waits until all started journeys have ended, and compares the stages. */
  private static boolean isAccounted(Run run, Subject engine, long completedBefore)
      throws Exception {
    long started = run.world().ledger().get("started").asLong();
    try {
      run.await(
          "every journey that was started to complete",
          Duration.ofMinutes(1),
          () -> engine.http().count(JOURNEY, "completed") - completedBefore >= started);
    } catch (BenchmarkException e) {
      run.say("journeys: %s", e.getMessage());
    }
    JsonNode ledger = run.world().ledger();
    long completed = engine.http().count(JOURNEY, "completed") - completedBefore;
    long elsewhere =
        engine.http().count(JOURNEY, "active")
            + engine.http().count(JOURNEY, "waiting")
            + engine.http().count(JOURNEY, "failed")
            + engine.http().count(JOURNEY, "exited");
    boolean accounted =
        completed == started
            && elsewhere == 0
            && Run.sends(ledger, Stages.FIRST) == started
            && Run.sends(ledger, Stages.SECOND) == started
            && ledger.get("outcomes").asLong() == 2 * started
            && ledger.get("repeats").asLong() == 0;
    run.say(
        "journeys: %,d started, %,d first sends, %,d second, %,d outcomes, %,d completed, %,d elsewhere, %,d repeats",
        started,
        Run.sends(ledger, Stages.FIRST),
        Run.sends(ledger, Stages.SECOND),
        ledger.get("outcomes").asLong(),
        completed,
        elsewhere,
        ledger.get("repeats").asLong());
    return accounted;
  }
}
