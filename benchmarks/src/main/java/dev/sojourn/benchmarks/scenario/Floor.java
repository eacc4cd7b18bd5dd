package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.report.Findings;

/** Scenario that measures the floor: what Kafka Streams itself needs per event. */
final class Floor implements Scenario {

  private static final double WARM_SECONDS = 6;

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public void run(Run run) throws Exception {
    try (Subject floor = run.floor("floor")) {
      double[] rates = new double[Run.ROUNDS];
      for (int round = 0; round < Run.ROUNDS; round++) {
        Run.Flow flow =
            run.flow(
                floor,
                Math.min(run.persons(), Intake.PERSONS),
                round == 0 ? WARM_SECONDS : 1,
                run.secondsOfRound());
        rates[round] = flow.perSecond();
        run.say("floor: round %d: %,.0f events/s", round + 1, flow.perSecond());
      }
      run.findings().put("floor.eventsPerSecond", Findings.median(rates));
    }
  }
}
