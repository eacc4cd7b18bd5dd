package dev.sojourn.processor.timer;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The alarms of each stream thread, and how long the thread may wait for records. Kafka Streams
 * always waits equally long, and looks at alarms and commits in between: often, and an idle node is
 * busy with nothing; seldom, and timers and commits are late. Knowing the next alarm, a thread can
 * sleep until it rings, and looks often only while it has something to commit.
 *
 * <p>One for all threads of a process; each thread has its own.
 */
public final class Alarms {

  /** While something may have to be committed: less than half of a commit interval. */
  private static final long BUSY_MS = 20;

  /** How long after a record or an alarm something may have to be committed. */
  private static final long BUSY_FOR_MS = 250;

  private final InstantSource wall;
  private final ThreadCommits commits;
  private final ThreadLocal<OfThread> threads = ThreadLocal.withInitial(OfThread::new);

  private static final class OfThread {
    private final Set<Alarm> alarms = new HashSet<>();
    private long busyUntilMs;
  }

  public Alarms(InstantSource wall, ThreadCommits commits) {
    this.wall = wall;
    this.commits = commits;
  }

  /** When the threads commit what an alarm has led to. */
  ThreadCommits commits() {
    return commits;
  }

  /** From now on the calling thread wakes up for this alarm. */
  void add(Alarm alarm) {
    threads.get().alarms.add(alarm);
  }

  void remove(Alarm alarm) {
    threads.get().alarms.remove(alarm);
  }

  /** The calling thread has something to do, and then to commit. */
  void busy() {
    threads.get().busyUntilMs = wall.millis() + BUSY_FOR_MS;
  }

  /** How long the calling thread may wait for records, in ms, at most so long. */
  long mayWaitMs(long mostMs) {
    OfThread thread = threads.get();
    long now = wall.millis();
    long most = now < thread.busyUntilMs ? Math.min(mostMs, BUSY_MS) : mostMs;
    for (Alarm alarm : thread.alarms) {
      OptionalLong rings = alarm.ringsAt();
      if (rings.isPresent()) {
        most = Math.min(most, rings.getAsLong() - now);
      }
    }
    return Math.max(0, most);
  }
}
