package dev.sojourn.delivery.worker;

import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Calls of one batch that are under way together: the slowest of them is waited for, and not the
 * sum of all. One thread.
 */
final class Calls {

  private static final Duration LOOK = Duration.ofMillis(100);

  /** For how many looks a call is waited for, once it is time to stop: well under 4 seconds. */
  private static final int LAST_LOOKS = 10;

  private final Deque<UnderWay> all = new ArrayDeque<>();
  private final StopSignal stop;

  private record UnderWay(SendAction action, CompletableFuture<SendOutcome> outcome) {}

  Calls(StopSignal stop) {
    this.stop = stop;
  }

  void add(SendAction action, CompletableFuture<SendOutcome> outcome) {
    all.add(new UnderWay(action, outcome));
  }

  /** Waits for all of them. Those that are not over in time when it has to stop come again. */
  void finish(Consumer<SendOutcome> report) throws InterruptedException {
    int looksLeft = LAST_LOOKS;
    while (!all.isEmpty()) {
      UnderWay call = all.getFirst();
      boolean over = isOver(call.outcome(), looksLeft > 0 ? LOOK : Duration.ZERO);
      if (over || looksLeft <= 0) {
        all.removeFirst();
        report.accept(over ? call.outcome().join() : Courier.abandoned(call.action()));
      } else if (stop.requested()) {
        looksLeft--;
      }
    }
  }

  private static boolean isOver(CompletableFuture<SendOutcome> outcome, Duration atMost)
      throws InterruptedException {
    try {
      outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected a call to end in an outcome", e);
    }
  }
}
