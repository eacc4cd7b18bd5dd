package dev.sojourn.http.tracking;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what nobody may have to wait for: a reader who follows a link comes to where it leads,
 * whether or not our log is there. Safe for any number of threads.
 */
final class BestEffortExecutor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BestEffortExecutor.class);

  private static final int THREADS = 8;
  private static final int WAITING = 10_000;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofMillis(500);

  /** How long the reader waits, at most, so that what is told is usually in the log by then. */
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
    Thread thread = new Thread(work, "sojourn-http-aside");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins it, and returns when it is done or the patience is at its end. Never throws. */
  void begin(Runnable work) {
    try {
      CompletableFuture.runAsync(work, threads)
          .whenComplete((done, failure) -> note(failure))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      note(e);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("not done in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One line when it begins to fail and one when it is over, not one for each reader. */
  private void note(@Nullable Throwable failure) {
    if (failure == null) {
      if (failing.compareAndSet(true, false)) {
        log.info("Opens and clicks are recorded again");
      }
    } else if (failing.compareAndSet(false, true)) {
      log.warn("Opens and clicks are not recorded", failure);
    }
  }

  /** Gives what is under way a moment, and drops the rest. */
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
