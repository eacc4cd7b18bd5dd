package dev.sojourn.processor.timer;

/**
 * Shares a stream thread between the timers of its tasks and their records: while there are
 * records, timers take a third. Most timers order a send, whose outcome comes back as a record and
 * costs as much again; so what a storm takes is about half, and events keep the rest. A thread
 * without records belongs to the timers.
 *
 * <p>One for all threads of a process; each thread has its own account.
 */
public final class FairShare {

  /** Timers of all tasks of a thread together run at most so long at a stretch. */
  static final long SLICE_MS = 50;

  /** How much longer records are processed than timers before. */
  private static final long RECORDS_TO_TIMERS = 2;

  private final ThreadLocal<Account> accounts = ThreadLocal.withInitial(Account::new);

  /** What the timers of one thread have had. */
  private static final class Account {
    private long tookMs;
    private long endedMs;
    private boolean recordsSince;
    private boolean yielded;
  }

  /** The calling thread has processed a record. */
  public void recordProcessed() {
    accounts.get().recordsSince = true;
  }

  /** When timers of the calling thread may run: now, or a later wall time in epoch ms. */
  long turnAt(long nowMs) {
    Account account = accounts.get();
    if (account.recordsSince) {
      return Math.max(nowMs, account.endedMs + RECORDS_TO_TIMERS * account.tookMs);
    }
    if (account.tookMs < SLICE_MS || account.yielded) {
      return nowMs;
    }
    // Whether there are records shows only when they had a chance.
    account.yielded = true;
    return nowMs + 1;
  }

  /** How long they may run when their turn has come. */
  long turnMs() {
    Account account = accounts.get();
    boolean anew = account.recordsSince || account.yielded;
    return anew ? SLICE_MS : Math.max(1, SLICE_MS - account.tookMs);
  }

  /** They have run. */
  void ran(long fromMs, long toMs) {
    Account account = accounts.get();
    boolean anew = account.recordsSince || account.yielded;
    account.tookMs = (anew ? 0 : account.tookMs) + Math.max(0, toMs - fromMs);
    account.endedMs = toMs;
    account.recordsSince = false;
    account.yielded = false;
  }
}
