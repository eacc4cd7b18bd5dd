package dev.sojourn.processor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Restart limit for stream threads. A thread that dies of a transient fault is replaced; one that
 * dies again and again would only wipe and restore its stores for ever, and the supervisor of the
 * process should notice.
 */
final class StreamThreadRestarts {

  private static final int MORE = 5;

  /** A cluster outage kills each thread once in five minutes (task.timeout.ms). */
  private static final Duration WITHIN = Duration.ofMinutes(4);

  private final InstantSource wall;
  private final int most;
  private final Deque<Instant> recent = new ArrayDeque<>();

  /**
   * Creates the limit; no thread has died yet.
   *
   * @param threads of the engine, all of which may die in one outage
   */
  StreamThreadRestarts(InstantSource wall, int threads) {
    this.wall = wall;
    this.most = threads + MORE;
  }

  /** Counts a death; returns whether the thread may be replaced. Called by dying threads. */
  synchronized boolean tryAcquire() {
    Instant now = wall.instant();
    recent.addLast(now);
    while (recent.getFirst().isBefore(now.minus(WITHIN))) {
      recent.removeFirst();
    }
    return recent.size() <= most;
  }
}
