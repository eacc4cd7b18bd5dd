package dev.sojourn.http.prometheus;

import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.meter.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Meters that read a state store, left out of a scrape when that takes too long: a store that is
 * being flushed while the log is unavailable stays locked until the log is back. One read runs at a
 * time, so that others do not queue up behind it.
 */
final class BoundedMeters implements Meters {

  private static final long IDLE_SECONDS = 60;

  private final Meters slow;
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

  BoundedMeters(Meters slow, Duration longest) {
    this.slow = slow;
    this.longest = longest;
  }

  @Override
  public List<Reading> read() {
    Future<List<Reading>> answer;
    try {
      answer = reader.submit(slow::read);
    } catch (RejectedExecutionException e) {
      // The previous read is still running.
      return List.of();
    }
    try {
      return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected meters that can be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
