package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.report.Findings;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Scenario that measures events no journey references, in turns with the floor: with none, ten and
 * a hundred journeys, and one person in ten waiting for another event.
 */
final class Intake implements Scenario {

  static final int PERSONS = 100_000;
  private static final int[] JOURNEYS = {0, 10, 100};
  private static final double WARM_SECONDS = 6;

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public void run(Run run) throws Exception {
    int persons = Math.min(run.persons(), PERSONS);
    Map<String, Subject> subjects = new LinkedHashMap<>();
    try {
      subjects.put("floor", run.floor("floor"));
      for (int journeys : JOURNEYS) {
        subjects.put("intake" + journeys, engine(run, journeys, persons));
      }
      measure(run, persons, subjects);
    } finally {
      subjects.values().forEach(Subject::close);
    }
  }

  private static Subject engine(Run run, int journeys, int persons) throws Exception {
    String prefix = "intake" + journeys;
    JourneysFolder folder = run.lab().journeys(prefix);
    if (journeys > 0) {
      folder.waiting("waiting", "entered").idle(journeys - 1);
    }
    Subject engine = run.engine(prefix, folder.path());
    run.say("intake: %d journeys, ready in %.1f s", journeys, engine.secondsToReady());
    if (journeys > 0) {
      enter(run, engine, "waiting", "entered", persons / 10);
    }
    return engine;
  }

  /** Sends one trigger per person and waits until all instances wait. */
  static void enter(Run run, Subject engine, String journey, String event, int persons)
      throws Exception {
    run.world().events(engine.prefix(), event, persons, Run.WINDOW);
    run.await(
        persons + " persons to wait",
        Duration.ofMinutes(10),
        () -> engine.http().count(journey, "waiting") >= persons);
  }

  private static Subject engine(Map<String, Subject> subjects, int journeys) {
    return Objects.requireNonNull(subjects.get("intake" + journeys));
  }

  private static void measure(Run run, int persons, Map<String, Subject> subjects)
      throws Exception {
    Map<String, double[]> rates = new LinkedHashMap<>();
    Map<String, double[]> cpu = new LinkedHashMap<>();
    subjects
        .keySet()
        .forEach(
            name -> {
              rates.put(name, new double[Run.ROUNDS]);
              cpu.put(name, new double[Run.ROUNDS]);
            });
    for (int round = 0; round < Run.ROUNDS; round++) {
      for (Map.Entry<String, Subject> subject : subjects.entrySet()) {
        Run.Flow flow =
            run.flow(
                subject.getValue(), persons, round == 0 ? WARM_SECONDS : 1, run.secondsOfRound());
        rates.get(subject.getKey())[round] = flow.perSecond();
        cpu.get(subject.getKey())[round] = flow.subjectCpuUs();
        run.say(
            "intake: round %d, %s: %,.0f events/s, CPU per event: %.1f us its own, %.1f us the broker's",
            round + 1, subject.getKey(), flow.perSecond(), flow.subjectCpuUs(), flow.brokerCpuUs());
      }
    }
    double[] floor = rates.get("floor");
    run.findings().put("floor.eventsPerSecond", Findings.median(floor));
    run.findings().put("floor.cpuUsPerEvent", Findings.median(cpu.get("floor")));
    for (int journeys : JOURNEYS) {
      String name = "intake" + journeys;
      double[] own = rates.get(name);
      double[] ratios = new double[own.length];
      for (int round = 0; round < own.length; round++) {
        ratios[round] = own[round] / floor[round];
      }
      run.findings().put("intake.eventsPerSecond" + journeys, Findings.median(own));
      run.findings().put("intake.cpuUsPerEvent" + journeys, Findings.median(cpu.get(name)));
      run.findings().put("intake.ratio" + journeys, Findings.median(ratios));
    }
    run.putRocksDb(
        "intake",
        Arrays.stream(JOURNEYS).mapToObj(journeys -> engine(subjects, journeys)).toList());
  }
}
