package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.report.Findings;
import java.util.List;

/**
 * Scenario that measures events and journeys as the population grows, which should not slow them.
 */
final class Growth implements Scenario {

  private static final int[] SHARES = {100, 10, 1};
  private static final double WARM_SECONDS = 5;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(Run run) throws Exception {
    double[] intake = new double[SHARES.length];
    double[] journeys = new double[SHARES.length];
    for (int i = 0; i < SHARES.length; i++) {
      int persons = Math.max(100, run.persons() / SHARES[i]);
      String label = "growth" + persons;
      JourneysFolder folder =
          run.lab()
              .journeys(label)
              .welcome(JourneysPerSecond.JOURNEY, JourneysPerSecond.EVENT, JourneysPerSecond.NAP)
              .waiting(Crowd.JOURNEY, Crowd.EVENT)
              .idle(8);
      try (Subject engine = run.engine(label, folder.path())) {
        // Every person has an event, and one in ten waits.
        run.world().events(engine.prefix(), JourneysFolder.NOBODYS_EVENT, persons, Run.WINDOW);
        Intake.enter(run, engine, Crowd.JOURNEY, Crowd.EVENT, persons / 10);
        run.settle(engine);
        intake[i] =
            run.flow(engine, persons, WARM_SECONDS, Math.max(2, run.secondsOfRound())).perSecond();
        JourneysPerSecond.Rate rate =
            JourneysPerSecond.sustained(run, engine, persons, Math.max(2, run.secondsOfRound()));
        journeys[i] = rate.perSecond();
        run.putRocksDb("growth.rocksdb" + name(SHARES[i]), List.of(engine));
        String at = name(SHARES[i]);
        run.findings().put("growth.intakePerSecond" + at, intake[i]);
        run.findings().put("growth.journeysPerSecond" + at, journeys[i]);
        run.say(
            "growth: %,d persons: %,.0f events/s, %,.0f journeys/s",
            persons, intake[i], journeys[i]);
      }
    }
    Findings findings = run.findings();
    findings.put("growth.intakeRatio1m", intake[2] / intake[0]);
    findings.put("growth.journeysRatio1m", journeys[2] / journeys[0]);
  }

  /** Named after the default population of a million. */
  private static String name(int share) {
    return switch (share) {
      case 100 -> "10k";
      case 10 -> "100k";
      default -> "1m";
    };
  }
}
