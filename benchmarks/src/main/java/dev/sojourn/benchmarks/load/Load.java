package dev.sojourn.benchmarks.load;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Generator thread that runs until it is stopped. */
abstract class Load implements AutoCloseable {

  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  Load(String name) {
    this.thread = new Thread(this::runUntilStopped, name);
  }

  final void start() {
    thread.start();
  }

  final boolean isStopped() {
    return stopped;
  }

  /** Runs the load; returns after it was stopped. */
  abstract void run() throws Exception;

  @SuppressWarnings("CatchingUnchecked") // check() rethrows it
  private void runUntilStopped() {
    try {
      run();
    } catch (Exception e) {
      failure.set(e);
    }
  }

  /** Throws if the load has failed. */
  final void check() {
    Throwable error = failure.get();
    if (error != null) {
      throw new IllegalStateException("the load has failed: " + error, error);
    }
  }

  /** Stops the load and waits for its thread. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    check();
  }
}
