package dev.sojourn.http.tracking;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executor for work that must not delay the response: a reader who follows a link reaches its
 * target even when the log is unavailable. Thread-safe.
 */
final class BestEffortExecutor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BestEffortExecutor.class);

  private static final int THREADS = 8;
  private static final int WAITING = 10_000;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofMillis(500);

  /** How long a reader waits at most; usually the event is in the log by then. */
  private final Duration patience;

  private final ThreadPoolExecutor threads;
  private final AtomicBoolean failing = new AtomicBoolean();

  BestEffortExecutor(Duration patience) {
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            BestEffortExecutor::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sojourn-http-background");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts the work. The future completes, never with a failure, when what the work returned is
   * done or the patience is over.
   */
  <T> CompletableFuture<?> begin(Supplier<CompletableFuture<T>> work) {
    // What the executor rejects becomes a failure of the future, too.
    return CompletableFuture.completedFuture(null)
        .thenComposeAsync(start -> work.get(), threads)
        .<@Nullable Object>handle(
            (done, failure) -> {
              note(failure);
              return null;
            })
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Logs once when recording starts to fail and once when it recovers, not once per reader. */
  private void note(@Nullable Throwable failure) {
    if (failure == null) {
      if (failing.compareAndSet(true, false)) {
        log.info("Opens and clicks are recorded again");
      }
    } else if (failing.compareAndSet(false, true)) {
      log.warn("Opens and clicks are not recorded", failure);
    }
  }

  /** Waits briefly for running work and drops the rest. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
