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
   * Appends all events. The future has the receipts in event order, empty for events undecided at
   * the deadline; it fails with {@link UnavailableException} when the log accepts none of them.
   *
   * @param deadline for the whole batch
   */
  public CompletableFuture<List<Optional<Result>>> of(
      List<CanonicalEvent> batch, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<Result>> pending = new ArrayList<>();
    for (CanonicalEvent event : batch) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      CompletableFuture<Result> receipt = Futures.bounded(events.appendForReceipt(event, left));
      pending.add(receipt);
      if (receipt.isCompletedExceptionally()) {
        // The log does not accept it: each further append would block as long again.
        break;
      }
    }
    return Futures.settled(pending).thenApply(done -> receipts(pending, batch.size()));
  }

  /**
   * The receipts of a batch.
   *
   * @param done one for each event that was appended
   */
  private static List<Optional<Result>> receipts(List<CompletableFuture<Result>> done, int events) {
    List<Optional<Result>> receipts = new ArrayList<>();
    UnavailableException unwritten = null;
    boolean anyWritten = false;
    for (CompletableFuture<Result> receipt : done) {
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
    while (receipts.size() < events) {
      receipts.add(Optional.empty());
    }
    return receipts;
  }
}
