package dev.sojourn.delivery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One-shot signal that asks another thread to stop. */
final class StopSignal {

  private final CountDownLatch latch = new CountDownLatch(1);

  void request() {
    latch.countDown();
  }

  boolean requested() {
    return latch.getCount() == 0;
  }

  /** Waits for the stop request; returns whether it was made. */
  boolean await(Duration atMost) throws InterruptedException {
    return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }
}
