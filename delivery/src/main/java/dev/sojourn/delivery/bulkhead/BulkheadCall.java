package dev.sojourn.delivery.bulkhead;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One call in a bulkhead. Its answer completes by the deadline, even if the call itself is still
 * running; the call's own result is then ignored. Safe for any number of threads.
 */
public final class BulkheadCall {

  private final Bulkhead.Work work;
  private final CompletableFuture<DeliveryResult> answer = new CompletableFuture<>();
  private State state = State.WAITING;
  private @Nullable Thread runner;
  private @Nullable Future<?> place;
  private @Nullable Future<?> alarm;

  private enum State {
    WAITING,
    BEGUN,
    DROPPED
  }

  BulkheadCall(Bulkhead.Work work) {
    this.work = work;
  }

  public CompletableFuture<DeliveryResult> answer() {
    return answer;
  }

  /**
   * Records that the call is queued.
   *
   * @param queue the scheduled run
   * @param maxWait timer that fires when the call has waited too long
   */
  synchronized void waits(Future<?> queue, Future<?> maxWait) {
    place = queue;
    alarm = maxWait;
    if (state != State.WAITING) {
      maxWait.cancel(false);
    }
  }

  /** Removes the call from the bulkhead unless it has begun; returns whether it did. */
  boolean drop() {
    synchronized (this) {
      if (state != State.WAITING) {
        return false;
      }
      state = State.DROPPED;
      cancel(place);
      cancel(alarm);
    }
    work.dropped();
    return true;
  }

  /** Starts the call on the calling thread, unless it was dropped. */
  synchronized boolean begin() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.BEGUN;
    runner = Thread.currentThread();
    cancel(alarm);
    return true;
  }

  private static void cancel(@Nullable Future<?> future) {
    if (future != null) {
      future.cancel(false);
    }
  }

  /** The calling thread has finished the call; clears an interrupt that was meant for it. */
  synchronized void end() {
    runner = null;
    Thread.interrupted();
  }

  synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }
}
