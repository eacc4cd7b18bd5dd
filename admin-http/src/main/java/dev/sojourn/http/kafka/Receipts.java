package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks for many receipts at once. */
public final class Receipts {

  private final EventGateway events;

  public Receipts(EventGateway events) {
    this.events = events;
  }

  /**
   * Appends all, then waits for all.
   *
   * @param deadline for the whole
   * @return the receipts in the order of the events, empty for what is undecided by the deadline
   * @throws UnavailableException when the log takes none of them
   */
  public List<Optional<Result>> of(List<CanonicalEvent> batch, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<Result>> pending = new ArrayList<>();
    for (CanonicalEvent event : batch) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      CompletableFuture<Result> receipt = events.appendForReceipt(event, left);
      pending.add(receipt);
      if (receipt.isCompletedExceptionally()) {
        // The log does not take it: each further one would block as long again.
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
