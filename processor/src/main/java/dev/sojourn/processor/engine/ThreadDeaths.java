package dev.sojourn.processor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells a thread that dies once, of something that may pass, from threads that die of the same
 * thing again and again: a store that cannot be read does not get better, and a node that restarts
 * its threads for ever is neither up nor seen to be down. Safe for any number of threads.
 */
final class ThreadDeaths {

  /** A broker that is away kills each thread once in five minutes (task.timeout.ms). */
  private static final Duration WITHIN = Duration.ofMinutes(4);

  private static final int MORE = 5;

  private final InstantSource wall;
  private final int enough;
  private final Deque<Instant> last = new ArrayDeque<>();

  /**
   * Counts for an engine.
   *
   * @param threads how many it has, all of which may die of one outage
   */
  ThreadDeaths(InstantSource wall, int threads) {
    this.wall = wall;
    this.enough = threads + MORE;
  }

  /** Counts one, and says whether to give up. */
  synchronized boolean tooMany() {
    Instant now = wall.instant();
    last.add(now);
    while (last.getFirst().plus(WITHIN).isBefore(now)) {
      last.removeFirst();
    }
    return last.size() > enough;
  }
}
