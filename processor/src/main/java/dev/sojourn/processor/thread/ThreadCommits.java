package dev.sojourn.processor.thread;

import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Decides when each stream thread commits: soon while commits are cheap, less often when they are
 * not. A commit costs a batch, a marker and their acknowledgement for each partition that it
 * touches, so a thread with many busy tasks would do little else. Under load the interval is
 * proportional to the duration of the last commit; a thread with little to do commits at the
 * shortest interval, however many tasks it has.
 *
 * <p>Kafka Streams itself commits every {@link #MOST_MS}; anything sooner is requested here. One
 * instance serves all threads of a process; each thread has its own account.
 */
public final class ThreadCommits {

  /** The shortest commit interval, in ms; see ADR 4. */
  static final long LEAST_MS = 50;

  /** The longest commit interval, in ms. */
  public static final long MOST_MS = 500;

  /** Work for each unit of commit time: one part commits, five parts work. */
  private static final long WORK_SHARE = 5;

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private final ThreadLocal<Account> accounts;

  private final class Account {
    private final IdentityHashMap<ProcessorContext<?, ?>, Wakeup> wakeups = new IdentityHashMap<>();
    private long lastEndNanos = nanoTime.getAsLong();
    private long intervalNanos = TimeUnit.MILLISECONDS.toNanos(LEAST_MS);
    private boolean scheduled;

    long leftMs() {
      long left = intervalNanos - (nanoTime.getAsLong() - lastEndNanos);
      return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }
  }

  /**
   * Creates accounts without any commit so far.
   *
   * @param nanoTime such as {@link System#nanoTime}
   */
  public ThreadCommits(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.accounts = ThreadLocal.withInitial(Account::new);
  }

  /**
   * Registers a task of the calling thread.
   *
   * @param wakeup of the task, whose only action is {@link #fired}; a task cannot be woken up by
   *     another task's wake-up
   */
  public void add(ProcessorContext<?, ?> context, Wakeup wakeup) {
    accounts.get().wakeups.put(context, wakeup);
  }

  /** Unregisters a task of the calling thread. */
  public void remove(ProcessorContext<?, ?> context) {
    accounts.get().wakeups.remove(context);
  }

  /**
   * Records that a task of the calling thread has work to commit; requests or schedules the commit.
   */
  public void worked(ProcessorContext<?, ?> context) {
    Account account = accounts.get();
    long left = account.leftMs();
    if (left == 0) {
      context.commit();
      return;
    }
    Wakeup wakeup = account.wakeups.get(context);
    if (!account.scheduled && wakeup != null) {
      account.scheduled = true;
      wakeup.scheduleAt(wall.millis() + left);
    }
  }

  /** Records that a wake-up of the calling thread has fired. */
  public void fired() {
    accounts.get().scheduled = false;
  }

  /** Records that the calling thread has committed. */
  public void committed(long tookNanos) {
    Account account = accounts.get();
    account.lastEndNanos = nanoTime.getAsLong();
    account.intervalNanos =
        Math.max(
            TimeUnit.MILLISECONDS.toNanos(LEAST_MS),
            Math.min(TimeUnit.MILLISECONDS.toNanos(MOST_MS), WORK_SHARE * tookNanos));
    account.scheduled = false;
  }
}
