package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.report.Findings;
import java.util.List;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * Scenario that measures latencies at half the sustained rate: from an event to its send, from a
 * timer's due time to its send, and a command's round trip. A send counts from when a
 * read_committed consumer has it.
 */
final class Latency implements Scenario {

  private static final int PERSONS = 100_000;
  private static final int CANCELLED = 2_000;
  private static final double QUICK_SECONDS = 10;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void run(Run run) throws Exception {
    int persons = Math.min(run.persons(), PERSONS);
    JourneysFolder folder =
        run.lab()
            .journeys("latency")
            .welcome(JourneysPerSecond.JOURNEY, JourneysPerSecond.EVENT, JourneysPerSecond.NAP)
            .waiting("waiting", "entered")
            .idle(1);
    try (Subject engine = run.engine("latency", folder.path())) {
      Intake.enter(run, engine, "waiting", "entered", Math.min(CANCELLED, persons));
      // Also warms up the engine, to be like one that has run for a day.
      JourneysPerSecond.Rate quick =
          JourneysPerSecond.sustained(run, engine, persons, QUICK_SECONDS);
      OptionalDouble sustained = run.findings().number("journeys.perSecond");
      measure(run, engine, persons, sustained.orElse(quick.perSecond()) / 2);
    }
  }

  private static void measure(Run run, Subject engine, int persons, double perSecond)
      throws Exception {
    run.world().deliver(engine, JourneysPerSecond.NAP);
    run.world().journeys(engine.prefix(), JourneysPerSecond.EVENT, persons, 0, 0, perSecond);
    // The commands' code must be compiled as well.
    Operator operator = new Operator(engine.http());
    operator.start();
    run.warmUp(engine, 5);
    run.world().resetTimes();
    operator.resetTimes();
    run.sleep(run.seconds());
    operator.close();
    Histogram commands = operator.times();
    JsonNode ledger = run.world().ledger();
    run.world().stopJourneys();
    run.settle(engine);
    run.sleep(2);
    run.world().stopDeliver();
    Findings findings = run.findings();
    findings.put("latency.journeysPerSecond", perSecond);
    put(findings, "action", ledger.get("action"));
    put(findings, "timer", ledger.get("timer"));
    findings.put("latency.commandP50Ms", commands.getValueAtPercentile(50));
    findings.put("latency.commandP99Ms", commands.getValueAtPercentile(99));
    findings.put("latency.commands", commands.getTotalCount());
    run.putRocksDb("latency", List.of(engine));
    run.say(
        "latency: at %,.0f journeys/s: action p99 %d ms of %,d, timer p99 %d ms of %,d, command p99 %d ms of %,d",
        perSecond,
        ledger.at("/action/p99").asLong(),
        ledger.at("/action/count").asLong(),
        ledger.at("/timer/p99").asLong(),
        ledger.at("/timer/count").asLong(),
        commands.getValueAtPercentile(99),
        commands.getTotalCount());
  }

  private static void put(Findings findings, String what, JsonNode times) {
    findings.put("latency." + what + "P50Ms", times.get("p50").asDouble());
    findings.put("latency." + what + "P99Ms", times.get("p99").asDouble());
    findings.put("latency." + what + "MaxMs", times.get("max").asDouble());
  }
}
