package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.lab.BenchmarkException;
import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.lab.World;
import dev.sojourn.benchmarks.load.Stages;
import java.time.Duration;

/**
 * Everybody's timer in the same second, and events that go on meanwhile. The persons enter by
 * events that the log takes within a moment, so their equal naps end within one, however long the
 * engine takes to read them.
 */
final class Storm implements Scenario {

  private static final int TIMERS = 100_000;
  private static final String JOURNEY = "storm";
  private static final String EVENT = "storm:coming";
  private static final double BASE_SECONDS = 8;
  private static final double WARM_SECONDS = 4;

  /** What a slow engine may need to take in a thousand persons. */
  private static final Duration PER_THOUSAND = Duration.ofMillis(300);

  private static final Duration MARGIN = Duration.ofSeconds(25);
  private static final Duration DRAIN_WITHIN = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public void run(Run run) throws Exception {
    int timers = Math.min(TIMERS, run.persons());
    Duration nap = MARGIN.plus(PER_THOUSAND.multipliedBy(timers / 1_000 + 1));
    JourneysFolder folder =
        run.lab()
            .journeys("storm")
            .reminder(JOURNEY, EVENT, nap)
            .welcome(JourneysPerSecond.JOURNEY, JourneysPerSecond.EVENT, JourneysPerSecond.NAP);
    try (Subject engine = run.lab().engine("storm", folder.path())) {
      // A node that has never fired a timer would compile through the storm.
      JourneysPerSecond.sustained(run, engine, timers, WARM_SECONDS);
      run.flow(engine, timers, WARM_SECONDS, 1);
      run.world().deliver(engine.prefix(), nap);
      JsonNode taken = run.world().eventsWithEmail(engine.prefix(), EVENT, timers);
      long firstDue = taken.get("firstMs").asLong() + nap.toMillis();
      long lastDue = taken.get("lastMs").asLong() + nap.toMillis();
      run.await(
          timers + " persons to sleep",
          nap,
          () -> engine.http().count(JOURNEY, "waiting") == timers);
      run.say("storm: %,d timers due within %d ms", timers, lastDue - firstDue);
      run.world().flood(engine.prefix(), JourneysFolder.NOBODYS_EVENT, timers, Run.WINDOW);
      measure(run, engine, timers, firstDue, lastDue);
      run.world().stopDeliver();
    }
  }

  private static void measure(Run run, Subject engine, int timers, long firstDue, long lastDue)
      throws Exception {
    long untilDue = firstDue - System.currentTimeMillis();
    if (untilDue < BASE_SECONDS * 1_000) {
      throw new BenchmarkException(
          "expected the timers to be due in %.0f s or more, found %d ms"
              .formatted(BASE_SECONDS, untilDue));
    }
    run.sleep((untilDue - BASE_SECONDS * 1_000 * 3 / 4) / 1e3);
    World.Progress before = run.world().progress(engine.prefix());
    run.sleep(Math.max(0, firstDue - System.currentTimeMillis()) / 1e3);
    World.Progress atDue = run.world().progress(engine.prefix());
    double base = atDue.rateSince(before);
    World.Progress last = atDue;
    double worst = Double.MAX_VALUE;
    long end = System.nanoTime() + DRAIN_WITHIN.toNanos();
    while (Run.sends(run.world().ledger(), Stages.SECOND) < timers) {
      if (System.nanoTime() > end) {
        throw new BenchmarkException("expected the storm to drain, found it going on");
      }
      run.sleep(0.1);
      World.Progress now = run.world().progress(engine.prefix());
      if (now.nanos() - last.nanos() > 1_000_000_000) {
        worst = Math.min(worst, now.rateSince(last));
        last = now;
      }
    }
    double drained = (System.currentTimeMillis() - firstDue) / 1e3;
    double during = run.world().progress(engine.prefix()).rateSince(atDue);
    run.world().stopFlood();
    run.findings().put("storm.timers", timers);
    run.findings().put("storm.dueWithinMs", lastDue - firstDue);
    run.findings().put("storm.drainSeconds", drained);
    run.findings().put("storm.intakeRatio", during / base);
    run.findings().put("storm.intakeWorstRatio", Math.min(worst, during) / base);
    run.say(
        "storm: drained in %.1f s, %,.0f events/s meanwhile and %,.0f before",
        drained, during, base);
    run.settle(engine);
  }
}
