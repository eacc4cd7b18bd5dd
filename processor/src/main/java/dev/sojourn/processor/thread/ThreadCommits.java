package dev.sojourn.processor.thread;

import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * When each stream thread commits: soon, as long as commits are cheap, and less often when they are
 * not. A commit costs for each partition that it touches, a batch, a marker and its
 * acknowledgement, so that a thread with many busy tasks would do little else. Under load it
 * commits in proportion to what the last commit took; a thread with little to do commits at the
 * shortest interval whatever the number of its tasks.
 *
 * <p>Kafka Streams commits by itself at {@link #MOST_MS}; anything sooner is asked for here. One
 * for all threads of a process; each thread has its own account.
 */
public final class ThreadCommits {

  /** The shortest time between two commits, in ms; see ADR 4. */
  static final long LEAST_MS = 50;

  /** The longest, in ms. */
  public static final long MOST_MS = 500;

  /** Of a thread's time, one part for commits and so many for work. */
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
   * Accounts in which nothing was committed.
   *
   * @param nanoTime such as {@link System#nanoTime}
   */
  public ThreadCommits(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.accounts = ThreadLocal.withInitial(Account::new);
  }

  /**
   * A task of the calling thread begins.
   *
   * @param wakeup of the task, which does nothing but {@link #fired}; a task can be woken up by no
   *     other
   */
  public void add(ProcessorContext<?, ?> context, Wakeup wakeup) {
    accounts.get().wakeups.put(context, wakeup);
  }

  /** A task of the calling thread ends. */
  public void remove(ProcessorContext<?, ?> context) {
    accounts.get().wakeups.remove(context);
  }

  /** A task of the calling thread has done something that is to be committed. */
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

  /** A wake-up of the calling thread has fired. */
  public void fired() {
    accounts.get().scheduled = false;
  }

  /** The calling thread has committed. */
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
