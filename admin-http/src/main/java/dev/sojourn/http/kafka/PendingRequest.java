package dev.sojourn.http.kafka;

import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.topics.result.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Combines the write of a request and its reply into one future. */
final class PendingRequest {

  private PendingRequest() {}

  /** The reply. When the request cannot be written, it fails at once instead of at the deadline. */
  static CompletableFuture<Result> of(
      CompletableFuture<?> written, CompletableFuture<Result> answer, Duration deadline) {
    return written
        .thenCompose(place -> answer)
        // A deadline for the whole as well: the acknowledgement alone may take longer.
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure)));
  }

  private static Throwable told(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException
        ? new UnavailableException("no answer in time; repeating the request with its key is safe")
        : cause;
  }
}
