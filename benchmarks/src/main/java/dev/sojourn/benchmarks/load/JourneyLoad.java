package dev.sojourn.benchmarks.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Load that starts journeys: either as many as an engine completes, or at a fixed rate, whatever
 * the engine does. Each event carries the time at which it was due, so that a delayed generator
 * shows as latency instead of hiding it.
 */
final class JourneyLoad extends Load {

  private static final long LOOK_EVERY_MS = 2;

  private final Events events;
  private final Ledger ledger;
  private final int persons;
  private final int unanswered;
  private final int inFlight;
  private final double perSecond;
  private int person;

  /**
   * Creates the load.
   *
   * @param persons number of persons, who enter in turn
   * @param unanswered journeys that may be waiting for their first send
   * @param inFlight journeys that may be anywhere before their second send
   * @param perSecond the fixed rate; 0 for as many as the engine completes
   */
  JourneyLoad(
      Events events, Ledger ledger, int persons, int unanswered, int inFlight, double perSecond) {
    super("journeys");
    this.events = events;
    this.ledger = ledger;
    this.persons = persons;
    this.unanswered = unanswered;
    this.inFlight = inFlight;
    this.perSecond = perSecond;
  }

  @Override
  void run() throws Exception {
    try (events) {
      if (perSecond > 0) {
        atFixedRate();
      } else {
        asManyAsItFinishes();
      }
      events.flush();
    }
  }

  private void start(long nowMs) {
    person = (person + 1) % persons;
    ledger.started();
    events.send(person, nowMs);
  }

  private void asManyAsItFinishes() throws InterruptedException {
    while (!isStopped()) {
      long started = ledger.startedSoFar();
      long free =
          Math.min(
              unanswered - (started - ledger.sent(Stages.FIRST)),
              inFlight - (started - ledger.sent(Stages.SECOND)));
      long now = System.currentTimeMillis();
      for (long i = 0; i < free; i++) {
        start(now);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
  }

  private void atFixedRate() {
    long beganNanos = System.nanoTime();
    long beganMs = System.currentTimeMillis();
    long done = 0;
    while (!isStopped()) {
      double seconds = (System.nanoTime() - beganNanos) / 1e9;
      long due = (long) (seconds * perSecond);
      for (; done < due; done++) {
        start(beganMs + (long) (done * 1_000 / perSecond));
      }
      LockSupport.parkNanos(500_000);
    }
  }
}
