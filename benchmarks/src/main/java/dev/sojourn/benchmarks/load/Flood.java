package dev.sojourn.benchmarks.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Load of events that match no journey: as fast as an engine takes them, with at most a window of
 * uncommitted ones; or at a fixed rate, whatever the engine does.
 */
final class Flood extends Load {

  /** Often enough that the window never runs empty at any rate reachable here. */
  private static final long LOOK_EVERY_MS = 20;

  private final Events events;
  private final Progress progress;
  private final int persons;
  private final int window;
  private final double perSecond;
  private final AtomicLong sent = new AtomicLong();

  /**
   * Creates a flood.
   *
   * @param persons number of persons, who take turns
   * @param window uncommitted events allowed when there is no rate
   * @param perSecond the fixed rate; 0 for as many as the engine takes
   */
  Flood(Events events, Progress progress, int persons, int window, double perSecond) {
    super("flood");
    this.events = events;
    this.progress = progress;
    this.persons = persons;
    this.window = window;
    this.perSecond = perSecond;
  }

  @Override
  void run() throws Exception {
    try (events) {
      long before = progress.committed();
      // Consecutive persons would share RocksDB blocks. The stride is coprime to every number of
      // persons used here, so each still sends equally often.
      long person = 0;
      long began = System.nanoTime();
      while (!isStopped()) {
        long free =
            perSecond > 0
                ? (long) ((System.nanoTime() - began) / 1e9 * perSecond) - sent.get()
                : window - (sent.get() - (progress.committed() - before));
        long now = System.currentTimeMillis();
        for (long i = 0; i < free && !isStopped(); i++) {
          person = (person + 7_919) % persons;
          events.send((int) person, now);
          sent.incrementAndGet();
          if (i % 1_000 == 999) {
            now = System.currentTimeMillis();
          }
        }
        TimeUnit.MILLISECONDS.sleep(perSecond > 0 ? 1 : LOOK_EVERY_MS);
      }
      events.flush();
    }
  }
}
