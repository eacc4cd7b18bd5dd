package dev.sojourn.http.kafka;

import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Futures of the gateways, always with a deadline. */
public final class Futures {

  /**
   * Longer than every deadline of the gateways, so that theirs, which are more specific, come
   * first.
   */
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private Futures() {}

  /**
   * The same value within twelve seconds. Fails with {@link RefusedException} when the request was
   * refused, and with {@link UnavailableException} when it failed otherwise. The given future is
   * left as it is.
   */
  public static <T> CompletableFuture<T> bounded(CompletableFuture<T> future) {
    return future
        .copy()
        .orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(known(cause(failure))));
  }

  /** Completes, never with a failure, when each of the futures is done. */
  public static CompletableFuture<?> settled(Collection<? extends CompletableFuture<?>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new))
        .exceptionally(failure -> null);
  }

  /**
   * The value of a future, for which it blocks the thread: for reads of other nodes, and for
   * futures that are done.
   *
   * @throws RefusedException when the request was refused
   * @throws UnavailableException when it failed otherwise, or on interruption
   */
  public static <T> T on(CompletableFuture<T> future) {
    try {
      return future.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw known(cause(e));
    } catch (TimeoutException e) {
      throw known(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("this node is stopping", e);
    }
  }

  /** The failure itself, without the wrappers that futures add. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null
            && (failure instanceof CompletionException || failure instanceof ExecutionException)
        ? cause(cause)
        : failure;
  }

  private static RuntimeException known(Throwable cause) {
    if (cause instanceof UnavailableException unavailable) {
      return unavailable;
    }
    if (cause instanceof RefusedException refused) {
      return refused;
    }
    return new UnavailableException(
        cause instanceof TimeoutException
            ? "the log does not answer in time"
            : "the log does not answer",
        cause);
  }
}
