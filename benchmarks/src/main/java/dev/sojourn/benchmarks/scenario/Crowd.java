package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;

/** Engine in which every person waits. It may be stopped and started again. Not thread-safe. */
final class Crowd {

  static final String JOURNEY = "waiting";
  static final String EVENT = "entered";
  private static final String PREFIX = "crowd";
  private static final int JOURNEYS = 10;

  private final Run run;
  private final JourneysFolder journeys;
  private Subject engine;

  private Crowd(Run run, JourneysFolder journeys, Subject engine) {
    this.run = run;
    this.journeys = journeys;
    this.engine = engine;
  }

  static JourneysFolder journeys(Run run, String name) throws Exception {
    return run.lab().journeys(name).waiting(JOURNEY, EVENT).idle(JOURNEYS - 1);
  }

  static Crowd gather(Run run) throws Exception {
    JourneysFolder journeys = journeys(run, PREFIX);
    Subject engine = run.engine(PREFIX, journeys.path());
    run.say("crowd: %,d persons enter", run.persons());
    long from = System.nanoTime();
    Intake.enter(run, engine, JOURNEY, EVENT, run.persons());
    run.settle(engine);
    run.say("crowd: they wait after %.0f s", (System.nanoTime() - from) / 1e9);
    return new Crowd(run, journeys, engine);
  }

  Subject engine() {
    return engine;
  }

  /** Starts the engine again, however it ended. */
  Subject start() throws Exception {
    engine = run.engine(PREFIX, journeys.path());
    return engine;
  }
}
