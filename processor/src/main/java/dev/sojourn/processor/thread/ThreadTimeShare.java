package dev.sojourn.processor.thread;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Shares a stream thread between the timers of its tasks and their records: while there are
 * records, each have half of its time. So a storm of timers delays events, and never stops them. A
 * thread without records belongs to the timers.
 *
 * <p>One for all threads of a process; each thread has its own account.
 */
public final class ThreadTimeShare {

  /** Timers of all tasks of a thread together run at most so long at a stretch. */
  static final long SLICE_MS = 50;

  private static final long NANOS = 1_000_000;

  private final LongSupplier nanoTime;
  private final ThreadLocal<Account> accounts = ThreadLocal.withInitial(Account::new);

  /** What one thread's timers have had in this stretch, and its records since it began. */
  private static final class Account {
    private long timersNanos;
    private long recordsNanos;
    private long records;
    private long recordsAtTimers;

    long aheadMs() {
      return (timersNanos - recordsNanos) / NANOS;
    }

    boolean turnIsOver() {
      return timersNanos >= SLICE_MS * NANOS;
    }

    boolean noRecordSinceTimers() {
      return records == recordsAtTimers;
    }
  }

  /**
   * Accounts in which nobody has had anything.
   *
   * @param nanoTime such as {@link System#nanoTime}
   */
  public ThreadTimeShare(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The calling thread does this for a record. */
  public void forRecord(Runnable work) {
    long from = nanoTime.getAsLong();
    work.run();
    Account account = accounts.get();
    account.recordsNanos += nanoTime.getAsLong() - from;
    account.records++;
  }

  /** The part of one task's timers. */
  public Timers timers() {
    return new Timers();
  }

  /** The timers of one task. Used by its stream thread alone. */
  public final class Timers {

    private boolean waited;
    private long recordsWhenAsked;

    private Timers() {}

    /** How long they have to wait, in ms; 0 when it is their turn. */
    public long waitMs() {
      Account account = accounts.get();
      boolean nobodyCame = waited && account.records == recordsWhenAsked;
      long ahead = account.aheadMs();
      boolean goOn = account.noRecordSinceTimers() && !account.turnIsOver();
      if (nobodyCame || goOn || ahead <= 0) {
        waited = false;
        return 0;
      }
      waited = true;
      recordsWhenAsked = account.records;
      // Whether there are records shows only when they have had a chance.
      return account.noRecordSinceTimers() ? 1 : ahead;
    }

    /**
     * Runs some of them after the other, until there is none left or the turn is over.
     *
     * @param some runs a few; says whether there were any
     * @return whether there may be more
     */
    public boolean run(BooleanSupplier some) {
      Account account = accounts.get();
      if (!account.noRecordSinceTimers() || account.turnIsOver()) {
        account.timersNanos = 0;
        account.recordsNanos = 0;
      }
      long began = nanoTime.getAsLong() - account.timersNanos;
      boolean more = true;
      while (more && !account.turnIsOver()) {
        more = some.getAsBoolean();
        account.timersNanos = nanoTime.getAsLong() - began;
      }
      account.recordsAtTimers = account.records;
      return more;
    }
  }
}
