package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Requests receipts for many events at once. */
public final class Receipts {

  private final EventGateway events;

  public Receipts(EventGateway events) {
    this.events = events;
  }

  /**
   * Appends all events, then waits for all receipts.
   *
   * @param deadline for the whole batch
   * @return the receipts in event order, empty for events undecided at the deadline
   * @throws UnavailableException when the log accepts none of them
   */
  public List<Optional<Result>> of(List<CanonicalEvent> batch, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<Result>> pending = new ArrayList<>();
    for (CanonicalEvent event : batch) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      CompletableFuture<Result> receipt = events.appendForReceipt(event, left);
      pending.add(receipt);
      if (receipt.isCompletedExceptionally()) {
        // The log does not accept it: each further append would block as long again.
        break;
      }
    }
    List<Optional<Result>> receipts = new ArrayList<>();
    UnavailableException unwritten = null;
    boolean anyWritten = false;
    for (CompletableFuture<Result> receipt : pending) {
      try {
        receipts.add(Optional.of(Futures.on(receipt)));
        anyWritten = true;
      } catch (UnavailableException e) {
        anyWritten |= !e.isUnwritten();
        unwritten = e;
        receipts.add(Optional.empty());
      }
    }
    if (unwritten != null && !anyWritten) {
      throw unwritten;
    }
    while (receipts.size() < batch.size()) {
      receipts.add(Optional.empty());
    }
    return receipts;
  }
}
