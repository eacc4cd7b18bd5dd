package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.lab.AdminApi;
import dev.sojourn.benchmarks.lab.BenchmarkException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** Load of one command after another: disable a journey, cancel an instance, enable it again. */
final class Operator {

  private static final long BETWEEN_MS = 50;
  private static final long LONGEST_MS = 60_000;

  private final AdminApi http;
  private final Histogram times = new SynchronizedHistogram(LONGEST_MS, 3);
  private final Deque<String> waiting = new ArrayDeque<>();
  private volatile boolean stopped;
  private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

  Operator(AdminApi http) {
    this.http = http;
  }

  void start() {
    work = CompletableFuture.runAsync(this::work);
  }

  /** Discards the latencies so far. */
  void resetTimes() {
    times.reset();
  }

  /** Round-trip times in ms. */
  Histogram times() {
    return times;
  }

  /** Stops the load; throws if a command has failed. */
  void close() throws Exception {
    stopped = true;
    work.get(LONGEST_MS, TimeUnit.MILLISECONDS);
  }

  private void work() {
    try {
      for (boolean enabled = false; !stopped; enabled = !enabled) {
        String change = "{\"enabled\": " + enabled + "}";
        time(() -> http.patch("/v1/admin/journeys/idle-0", change));
        if (waiting.isEmpty()) {
          http.get("/v1/admin/journeys/waiting/states?status=waiting&limit=100")
              .get("states")
              .forEach(state -> waiting.add(state.get("id").asText()));
        }
        if (!waiting.isEmpty()) {
          String cancelled = waiting.pop();
          time(() -> http.delete("/v1/admin/journeys/waiting/states/" + cancelled));
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
      }
    } catch (IOException | BenchmarkException e) {
      throw new IllegalStateException("expected every command to be answered: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Command {
    void give() throws IOException, InterruptedException, BenchmarkException;
  }

  private void time(Command command) throws IOException, InterruptedException, BenchmarkException {
    long from = System.nanoTime();
    command.give();
    times.recordValue(Math.min(LONGEST_MS, (System.nanoTime() - from) / 1_000_000));
  }
}
