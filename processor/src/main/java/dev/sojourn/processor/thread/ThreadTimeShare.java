package dev.sojourn.processor.thread;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Shares a stream thread between the timers of its tasks and their records: while there are
 * records, each gets half of the thread's time. So a burst of timers slows events down but never
 * blocks them. Without records, timers get the whole thread.
 *
 * <p>One instance serves all threads of a process; each thread has its own account.
 */
public final class ThreadTimeShare {

  /** The longest uninterrupted run of timers, for all tasks of a thread together. */
  static final long SLICE_MS = 50;

  private static final long NANOS = 1_000_000;

  private final LongSupplier nanoTime;
  private final ThreadLocal<Account> accounts = ThreadLocal.withInitial(Account::new);

  /** Time taken by a thread's timers in this turn, and by its records since the turn began. */
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
   * Creates empty accounts.
   *
   * @param nanoTime such as {@link System#nanoTime}
   */
  public ThreadTimeShare(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Runs the processing of a record on the calling thread, and charges its time to records. */
  public void forRecord(Runnable work) {
    long from = nanoTime.getAsLong();
    work.run();
    Account account = accounts.get();
    account.recordsNanos += nanoTime.getAsLong() - from;
    account.records++;
  }

  /** The timer share of one task. */
  public Timers timers() {
    return new Timers();
  }

  /** The timers of one task. Used only by its stream thread. */
  public final class Timers {

    private boolean waited;
    private long recordsWhenAsked;

    private Timers() {}

    /** How long the timers must wait, in ms; 0 when they may run. */
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
      // A record can only show up once the thread has had a chance to poll.
      return account.noRecordSinceTimers() ? 1 : ahead;
    }

    /**
     * Runs batches of timers, until none is left or the turn is over.
     *
     * @param some fires a batch; returns whether there were any timers
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
