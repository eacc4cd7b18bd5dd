package dev.sojourn.http.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.event.EventAppender.Stored;
import dev.sojourn.http.kafka.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Pending ingestion of one event of a batch. */
final class IngestAttempt {

  static final IngestAttempt NOT_TRIED =
      new IngestAttempt(
          CompletableFuture.failedFuture(new UnavailableException("not tried")), false, false);

  private final CompletableFuture<Stored> stored;
  private final boolean keyed;
  private final boolean refused;

  private IngestAttempt(CompletableFuture<Stored> stored, boolean keyed, boolean refused) {
    this.stored = Futures.bounded(stored);
    this.keyed = keyed;
    this.refused = refused;
  }

  /** Result of an event that was not stored, or whose result is unknown. */
  record Failed(String error) {}

  /**
   * Validates an event and appends it.
   *
   * @param path of the event within the body
   * @param key used when the event has no key of its own; null for none
   * @param deadline for the receipt
   */
  static IngestAttempt of(
      JsonNode node, String path, @Nullable String key, EventAppender appender, Duration deadline) {
    try {
      IngestedEvent event =
          IngestedEvent.read(node, path, node.hasNonNull("idempotencyKey") ? null : key);
      return new IngestAttempt(appender.append(event, deadline), event.key() != null, false);
    } catch (RefusedException e) {
      return new IngestAttempt(CompletableFuture.failedFuture(e), false, true);
    }
  }

  /** Whether the log has already failed to take it, so that further events would fail too. */
  boolean turnedAway() {
    return !refused && stored.isCompletedExceptionally();
  }

  /** What the result waits for; done within twelve seconds. */
  CompletableFuture<?> stored() {
    return stored;
  }

  /** Whether the result is unknown; call it once {@link #stored} is done. */
  boolean isUnanswered() {
    try {
      stored.getNow(null);
      return false;
    } catch (CompletionException e) {
      return e.getCause() instanceof UnavailableException;
    }
  }

  /** The result, a {@link Stored} or a {@link Failed}; call it once {@link #stored} is done. */
  Object result() {
    try {
      return Futures.on(stored);
    } catch (RefusedException e) {
      return new Failed(e.text());
    } catch (UnavailableException e) {
      return new Failed(
          keyed ? "pending, repeat with the same idempotencyKey" : "unavailable, repeat");
    }
  }
}
