package dev.sojourn.http.prometheus;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A look-up in state stores, given up when it takes too long: a store that is being flushed while
 * the log is unavailable stays locked until the log is back. One runs at a time, so that others do
 * not queue up behind it.
 *
 * @param <T> what is found
 */
final class BoundedLookup<T> {

  private static final long IDLE_SECONDS = 60;

  private final Callable<T> slow;
  private final Duration longest;
  private final ExecutorService reader =
      new ThreadPoolExecutor(
          0,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "store-meters");
            // A thread that waits for a store must not keep the process from exiting.
            thread.setDaemon(true);
            return thread;
          });

  BoundedLookup(Callable<T> slow, Duration longest) {
    this.slow = slow;
    this.longest = longest;
  }

  /**
   * What is found, empty when it takes too long or the previous look-up is still running.
   *
   * @throws IllegalStateException when the look-up throws
   */
  Optional<T> find() {
    Future<T> answer;
    try {
      answer = reader.submit(slow);
    } catch (RejectedExecutionException e) {
      // The previous look-up is still running.
      return Optional.empty();
    }
    try {
      return Optional.of(answer.get(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected stores that can be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
