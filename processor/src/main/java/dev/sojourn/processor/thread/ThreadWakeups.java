package dev.sojourn.processor.thread;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The wake-ups of each stream thread, and how long the thread may wait for records. Kafka Streams
 * polls with a fixed timeout, and checks punctuations and commits in between: with a short timeout
 * an idle node burns CPU, with a long one timers and commits are late. Knowing its next wake-up, a
 * thread can sleep until then, and polls often only while it has something to commit.
 *
 * <p>One instance serves all threads of a process; each thread has its own wake-ups.
 */
public final class ThreadWakeups {

  /** Poll timeout while something may have to be committed: less than half of a commit interval. */
  private static final long BUSY_MS = 20;

  /** How long after a record or a wake-up there may be something to commit. */
  private static final long BUSY_FOR_MS = 250;

  private final InstantSource wall;
  private final ThreadCommits commits;
  private final ThreadLocal<OfThread> threads = ThreadLocal.withInitial(OfThread::new);

  private static final class OfThread {
    private final Set<Wakeup> wakeups = new HashSet<>();
    private long busyUntilMs;
  }

  public ThreadWakeups(InstantSource wall, ThreadCommits commits) {
    this.wall = wall;
    this.commits = commits;
  }

  /** Schedules the commits of what wake-ups did. */
  ThreadCommits commits() {
    return commits;
  }

  /** Lets the calling thread wake up for this wake-up from now on. */
  void add(Wakeup wakeup) {
    threads.get().wakeups.add(wakeup);
  }

  void remove(Wakeup wakeup) {
    threads.get().wakeups.remove(wakeup);
  }

  /** Marks the calling thread as active: it has something to do, and then to commit. */
  public void busy() {
    threads.get().busyUntilMs = wall.millis() + BUSY_FOR_MS;
  }

  /** How long the calling thread may wait for records, in ms; at most {@code mostMs}. */
  public long pollTimeoutMs(long mostMs) {
    OfThread thread = threads.get();
    long now = wall.millis();
    long most = now < thread.busyUntilMs ? Math.min(mostMs, BUSY_MS) : mostMs;
    for (Wakeup wakeup : thread.wakeups) {
      OptionalLong firesAt = wakeup.firesAt();
      if (firesAt.isPresent()) {
        most = Math.min(most, firesAt.getAsLong() - now);
      }
    }
    return Math.max(0, most);
  }
}
