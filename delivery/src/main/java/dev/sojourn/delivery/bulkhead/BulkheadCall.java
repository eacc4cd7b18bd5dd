package dev.sojourn.delivery.bulkhead;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One call in a bulkhead. Its answer is there by its deadline, even when the call itself is not
 * over: then nobody waits for it any longer. Safe for any number of threads.
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
   * It waits for its turn.
   *
   * @param queue where it has its place
   * @param patience which rings when it has waited too long
   */
  synchronized void waits(Future<?> queue, Future<?> patience) {
    place = queue;
    alarm = patience;
    if (state != State.WAITING) {
      patience.cancel(false);
    }
  }

  /** Takes it out of the bulkhead unless it has begun; says whether that is so. */
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

  /** The calling thread makes the call, unless it was dropped. */
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

  /** The calling thread is done with it; an interrupt that was meant for it ends here. */
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
