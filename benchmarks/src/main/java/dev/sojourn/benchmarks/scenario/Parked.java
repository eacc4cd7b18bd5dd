package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.lab.AdminApi;
import dev.sojourn.benchmarks.lab.BenchmarkException;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.report.Findings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;

/**
 * Scenario that measures the cost of many waiting instances: memory, disk, idle CPU, and the effect
 * on other work.
 */
final class Parked implements Scenario {

  private static final long LOOK_EVERY_MS = 100;
  private static final double WARM_SECONDS = 6;

  /**
   * Persons who send events, per waiting one: one in ten waits as in the intake scenario, then all.
   */
  private static final int ONE_IN_TEN = 10;

  private static final int ALL = 1;
  private static final int LEAST_IDLE_SECONDS = 5;

  @Override
  public String name() {
    return "parked";
  }

  @Override
  public void run(Run run) throws Exception {
    Crowd crowd = run.crowd();
    Subject engine = crowd.engine();
    Findings findings = run.findings();
    findings.put("parked.instances", engine.http().count(Crowd.JOURNEY, "waiting"));
    Changelogs.Size changelog = changelog(run, engine);
    findings.put("parked.changelogBytesPerInstance", changelog.bytes() / (double) run.persons());
    idle(run, engine);
    findings.put("parked.heapMiB", engine.heapMiB());
    findings.put("parked.rssMiB", engine.residentMiB());
    try (Subject without = run.engine("nobody", Crowd.journeys(run, "nobody").path())) {
      intake(run, engine, without, ONE_IN_TEN, "parked.intakeRatio");
      intake(run, engine, without, ALL, "parked.intakeRatioOfWaiting");
      operator(run, engine);
    }
    engine.close();
    StoreFiles files = new StoreFiles(engine.storesDir());
    long onDisk = files.bytes();
    long compacted = files.compactedBytes(run.lab().scratch("compacted"));
    findings.put("parked.storeBytesPerInstance", compacted / (double) run.persons());
    findings.put("parked.storeBytesBeforeCompaction", onDisk / (double) run.persons());
    run.say(
        "parked: %.0f bytes per instance, %.0f before compaction",
        compacted / (double) run.persons(), onDisk / (double) run.persons());
    crowd.start();
  }

  /** Changelogs of all stores except the history, which holds events, not instances. */
  private static Changelogs.Size changelog(Run run, Subject engine) throws Exception {
    Changelogs.Size sum = new Changelogs.Size(0, 0);
    for (Map.Entry<String, Changelogs.Size> store :
        new Changelogs(run.lab().bootstrapServers(), engine.prefix()).sizes().entrySet()) {
      if (!store.getKey().equals("history")) {
        sum = sum.plus(store.getValue());
      }
    }
    return sum;
  }

  private static void idle(Run run, Subject engine) throws Exception {
    int seconds = Math.max(LEAST_IDLE_SECONDS, run.seconds());
    // Compaction left over from filling the stores does not count as idle.
    run.await(
        "the engine to come to rest",
        Duration.ofMinutes(3),
        () -> {
          double before = engine.cpuSeconds();
          run.sleep(2);
          return engine.cpuSeconds() - before < 0.3;
        });
    double before = engine.cpuSeconds();
    double brokerBefore = run.lab().brokerCpuSeconds();
    run.sleep(seconds);
    double percent = (engine.cpuSeconds() - before) * 100 / seconds;
    run.findings().put("parked.idleCpuPercent", percent);
    run.findings()
        .put(
            "parked.idleBrokerCpuPercent",
            (run.lab().brokerCpuSeconds() - brokerBefore) * 100 / seconds);
    run.say("parked: %.1f%% of a core while idle", percent);
  }

  private static void intake(
      Run run, Subject with, Subject without, int personsPerWaiting, String figure)
      throws Exception {
    int population = personsPerWaiting * run.persons();
    double[] ratios = new double[Run.ROUNDS];
    for (int round = 0; round < Run.ROUNDS; round++) {
      double warm = round == 0 ? WARM_SECONDS : 1;
      double base = run.flow(without, population, warm, run.secondsOfRound()).perSecond();
      double rate = run.flow(with, population, warm, run.secondsOfRound()).perSecond();
      ratios[round] = rate / base;
      run.say(
          "parked: round %d, 1 in %d waiting: %,.0f events/s with and %,.0f without",
          round + 1, personsPerWaiting, rate, base);
    }
    run.findings().put(figure, Findings.median(ratios));
  }

  /** Measures an operator's reads while events come in at full speed. */
  private static void operator(Run run, Subject engine) throws Exception {
    Histogram lists = new Histogram(60_000_000, 3);
    Histogram details = new Histogram(60_000_000, 3);
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> operator =
        CompletableFuture.runAsync(() -> look(engine.http(), lists, details, stop));
    Run.Flow flow = run.flow(engine, ONE_IN_TEN * run.persons(), 1, run.seconds());
    stop.set(true);
    operator.get(1, TimeUnit.MINUTES);
    Findings findings = run.findings();
    findings.put("parked.eventsPerSecondMeanwhile", flow.perSecond());
    findings.put("parked.listP99Ms", lists.getValueAtPercentile(99) / 1e3);
    findings.put("parked.detailP99Ms", details.getValueAtPercentile(99) / 1e3);
    findings.put("parked.lists", lists.getTotalCount());
  }

  /** Pages through the states of a journey while events come in. */
  private static void look(AdminApi http, Histogram lists, Histogram details, AtomicBoolean stop) {
    String states = "/v1/admin/journeys/" + Crowd.JOURNEY + "/states";
    try {
      for (int page = 0; !stop.get(); page = (page + 1) % 100) {
        long from = System.nanoTime();
        JsonNode list = http.get(states + "?limit=50&offset=" + page * 50);
        lists.recordValue((System.nanoTime() - from) / 1_000);
        String id = list.at("/states/0/id").asText();
        from = System.nanoTime();
        http.get(states + "/" + id);
        details.recordValue((System.nanoTime() - from) / 1_000);
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      }
    } catch (IOException | BenchmarkException e) {
      throw new IllegalStateException("expected an answer to every look", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
