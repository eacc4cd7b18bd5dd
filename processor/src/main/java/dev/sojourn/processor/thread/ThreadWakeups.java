package dev.sojourn.processor.thread;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The wakeups of each stream thread, and how long the thread may wait for records. Kafka Streams
 * always waits equally long, and looks at wakeups and commits in between: often, and an idle node
 * is busy with nothing; seldom, and timers and commits are late. Knowing the next wakeup, a thread
 * can sleep until it rings, and looks often only while it has something to commit.
 *
 * <p>One for all threads of a process; each thread has its own.
 */
public final class ThreadWakeups {

  /** While something may have to be committed: less than half of a commit interval. */
  private static final long BUSY_MS = 20;

  /** How long after a record or a wake-up something may have to be committed. */
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

  /** When the threads commit what a wake-up has led to. */
  ThreadCommits commits() {
    return commits;
  }

  /** From now on the calling thread wakes up for this wakeup. */
  void add(Wakeup wakeup) {
    threads.get().wakeups.add(wakeup);
  }

  void remove(Wakeup wakeup) {
    threads.get().wakeups.remove(wakeup);
  }

  /** The calling thread has something to do, and then to commit. */
  public void busy() {
    threads.get().busyUntilMs = wall.millis() + BUSY_FOR_MS;
  }

  /** How long the calling thread may wait for records, in ms, at most so long. */
  public long pollTimeoutMs(long mostMs) {
    OfThread thread = threads.get();
    long now = wall.millis();
    long most = now < thread.busyUntilMs ? Math.min(mostMs, BUSY_MS) : mostMs;
    for (Wakeup wakeup : thread.wakeups) {
      OptionalLong rings = wakeup.firesAt();
      if (rings.isPresent()) {
        most = Math.min(most, rings.getAsLong() - now);
      }
    }
    return Math.max(0, most);
  }
}
