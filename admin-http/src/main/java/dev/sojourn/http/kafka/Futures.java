package dev.sojourn.http.kafka;

import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for gateway futures on the request's thread, always with a deadline. */
public final class Futures {

  /**
   * Longer than every deadline of the gateways, so that theirs, which are more specific, come
   * first.
   */
  private static final Duration LONGEST = Duration.ofSeconds(12);

  private Futures() {}

  /**
   * The value of a gateway's future.
   *
   * @throws RefusedException when the request was refused
   * @throws UnavailableException when it failed otherwise, or on interruption
   */
  public static <T> T on(CompletableFuture<T> future) {
    try {
      return future.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnavailableException unavailable) {
        throw unavailable;
      }
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new UnavailableException("the log does not answer", e);
    } catch (TimeoutException e) {
      throw new UnavailableException("the log does not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("this node is stopping", e);
    }
  }
}
