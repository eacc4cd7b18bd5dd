package dev.sojourn.benchmarks.load;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread of the generator that goes on until it is stopped. */
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

  /** Returns when it has been stopped and is done. */
  abstract void run() throws Exception;

  @SuppressWarnings("CatchingUnchecked") // whoever stops it hears what it was
  private void runUntilStopped() {
    try {
      run();
    } catch (Exception e) {
      failure.set(e);
    }
  }

  /** Fails if it has failed. */
  final void check() {
    Throwable error = failure.get();
    if (error != null) {
      throw new IllegalStateException("the load has failed: " + error, error);
    }
  }

  /** Stops it and waits until it is done. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
    check();
  }
}
