package dev.sojourn.benchmarks.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.benchmarks.lab.BenchmarkException;
import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.lab.World;
import dev.sojourn.benchmarks.load.Stages;
import java.time.Duration;
import java.util.List;

/**
 * Scenario in which all timers are due in the same second while events continue: once with timers
 * alone, and once with timers that order a send each, whose outcomes then come back. The trigger
 * events are appended within a moment, so the equal sleeps also end within one, however long the
 * engine takes to read them.
 */
final class Storm implements Scenario {

  private static final int TIMERS = 100_000;

  /** Persons who send events meanwhile, per timer: one in ten of them has a timer due. */
  private static final int PERSONS_PER_TIMER = 10;

  private static final double BASE_SECONDS = 8;
  private static final double WARM_SECONDS = 4;

  /** Share of the engine's maximum intake that is sent before and during the storm. */
  private static final double SHARE = 0.8;

  /** Time that a slow engine may need to enter a thousand persons. */
  private static final Duration PER_THOUSAND = Duration.ofMillis(200);

  private static final Duration MARGIN = Duration.ofSeconds(20);
  private static final Duration DRAIN_WITHIN = Duration.ofMinutes(2);

  /** Kind of storm: its journey, its trigger event, and the prefix of its figures. */
  private record Kind(String journey, String event, String figures) {}

  private static final Kind TIMERS_ALONE = new Kind("naps", "nap:taken", "storm.");
  private static final Kind WITH_SENDS = new Kind("reminders", "reminder:set", "storm.sends.");

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
            .nap(TIMERS_ALONE.journey(), TIMERS_ALONE.event(), nap)
            .reminder(WITH_SENDS.journey(), WITH_SENDS.event(), nap)
            .welcome(JourneysPerSecond.JOURNEY, JourneysPerSecond.EVENT, JourneysPerSecond.NAP);
    try (Subject engine = run.engine("storm", folder.path())) {
      // Otherwise a node that has never fired a timer would compile during the storm.
      JourneysPerSecond.sustained(run, engine, timers, WARM_SECONDS);
      double most =
          run.flow(engine, PERSONS_PER_TIMER * timers, WARM_SECONDS, BASE_SECONDS).perSecond();
      run.findings().put("storm.timers", timers);
      for (Kind kind : List.of(TIMERS_ALONE, WITH_SENDS)) {
        storm(run, engine, kind, timers, nap, SHARE * most);
      }
      run.putRocksDb("storm", List.of(engine));
    }
  }

  private static void storm(
      Run run, Subject engine, Kind kind, int timers, Duration nap, double eventsPerSecond)
      throws Exception {
    run.world().deliver(engine, nap);
    JsonNode taken = run.world().eventsWithEmail(engine.prefix(), kind.event(), timers);
    long firstDue = taken.get("firstMs").asLong() + nap.toMillis();
    long lastDue = taken.get("lastMs").asLong() + nap.toMillis();
    run.await(
        timers + " persons to sleep",
        nap,
        () -> engine.http().count(kind.journey(), "waiting") == timers);
    run.findings().put(kind.figures() + "dueWithinMs", lastDue - firstDue);
    run.say(
        "storm: %,d timers of '%s' due within %d ms", timers, kind.journey(), lastDue - firstDue);
    // At a fixed rate: a generator that waits for commits would slow down with the engine.
    run.world()
        .flood(
            engine.prefix(),
            JourneysFolder.NOBODYS_EVENT,
            PERSONS_PER_TIMER * timers,
            eventsPerSecond);
    measure(run, engine, kind, timers, firstDue);
    run.world().stopFlood();
    run.settle(engine);
    run.world().stopDeliver();
  }

  private static void measure(Run run, Subject engine, Kind kind, int timers, long firstDue)
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
    for (long fired = 0; fired < timers; fired = fired(run, engine, kind)) {
      if (System.nanoTime() > end) {
        throw new BenchmarkException("expected the storm to drain, found it going on");
      }
      run.sleep(0.25);
      World.Progress now = run.world().progress(engine.prefix());
      if (now.nanos() - last.nanos() > 1_000_000_000) {
        run.say("storm: %,d fired, %,.0f events/s", fired, now.rateSince(last));
        worst = Math.min(worst, now.rateSince(last));
        last = now;
      }
    }
    double drained = (System.currentTimeMillis() - firstDue) / 1e3;
    double during = run.world().progress(engine.prefix()).rateSince(atDue);
    run.findings().put(kind.figures() + "drainSeconds", drained);
    run.findings().put(kind.figures() + "eventsPerSecondBefore", base);
    run.findings().put(kind.figures() + "intakeRatio", during / base);
    run.findings().put(kind.figures() + "intakeWorstRatio", Math.min(worst, during) / base);
    run.say(
        "storm: drained in %.1f s, %,.0f events/s meanwhile and %,.0f before",
        drained, during, base);
  }

  /** Timers alone show in the journey's counts; sends count once a consumer can read them. */
  private static long fired(Run run, Subject engine, Kind kind) throws Exception {
    return kind.equals(WITH_SENDS)
        ? Run.sends(run.world().ledger(), Stages.SECOND)
        : engine.http().count(kind.journey(), "completed");
  }
}
