package dev.sojourn.processor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often stream threads may die before the process gives up. One that dies of a passing fault is
 * replaced; one that dies again and again would only wipe and restore its stores for ever, and
 * whoever watches the process should know.
 */
final class StreamThreadRestarts {

  private static final int MORE = 5;

  /** An outage of the cluster kills each thread once in five minutes (task.timeout.ms). */
  private static final Duration WITHIN = Duration.ofMinutes(4);

  private final InstantSource wall;
  private final int most;
  private final Deque<Instant> recent = new ArrayDeque<>();

  /**
   * None so far.
   *
   * @param threads of the engine, all of which may die of one outage
   */
  StreamThreadRestarts(InstantSource wall, int threads) {
    this.wall = wall;
    this.most = threads + MORE;
  }

  /** Counts a death; says whether the thread may be replaced. Called by dying threads. */
  synchronized boolean tryAcquire() {
    Instant now = wall.instant();
    recent.addLast(now);
    while (recent.getFirst().isBefore(now.minus(WITHIN))) {
      recent.removeFirst();
    }
    return recent.size() <= most;
  }
}
