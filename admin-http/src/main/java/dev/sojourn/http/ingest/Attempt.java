package dev.sojourn.http.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.gateway.EventGateway;
import dev.sojourn.http.gateway.Waits;
import dev.sojourn.http.ingest.EventIngestion.Stored;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One event of a batch on its way. */
final class Attempt {

  static final Attempt NOT_TRIED =
      new Attempt(
          CompletableFuture.failedFuture(new UnavailableException("not tried")), false, false);

  private final CompletableFuture<Stored> stored;
  private final boolean keyed;
  private final boolean refused;

  private Attempt(CompletableFuture<Stored> stored, boolean keyed, boolean refused) {
    this.stored = stored;
    this.keyed = keyed;
    this.refused = refused;
  }

  /** What is shown of an event that was not stored, or of which that is not known. */
  record Failed(String error) {}

  /**
   * Sends an event on its way.
   *
   * @param path where it stands in the body
   * @param key for an event that has none of its own; null for none
   * @param deadline for the receipt
   */
  static Attempt of(
      JsonNode node, String path, @Nullable String key, EventGateway events, Duration deadline) {
    try {
      IngestedEvent event =
          IngestedEvent.read(node, path, node.hasNonNull("idempotencyKey") ? null : key);
      String used = event.key();
      return used == null
          ? new Attempt(
              events
                  .append(event.canonical())
                  .thenApply(place -> EventIngestion.stored(event, place)),
              false,
              false)
          : new Attempt(
              events
                  .appendForReceipt(event.canonical(), deadline)
                  .thenApply(receipt -> EventIngestion.stored(event, used, receipt)),
              true,
              false);
    } catch (RefusedException e) {
      return new Attempt(CompletableFuture.failedFuture(e), false, true);
    }
  }

  /** Whether the log has turned it away already, so that others would fare no better. */
  boolean turnedAway() {
    return !refused && stored.isCompletedExceptionally();
  }

  /** Whether nobody knows what became of it, once {@link #result} has waited for it. */
  boolean isUnanswered() {
    try {
      stored.getNow(null);
      return false;
    } catch (CompletionException e) {
      return e.getCause() instanceof UnavailableException;
    }
  }

  /** Waits for what became of it: a {@link Stored} or a {@link Failed}. */
  Object result() {
    try {
      return Waits.on(stored);
    } catch (RefusedException e) {
      return new Failed(e.text());
    } catch (UnavailableException e) {
      return new Failed(
          keyed ? "pending, repeat with the same idempotencyKey" : "unavailable, repeat");
    }
  }
}
