package dev.sojourn.delivery.dispatch;

import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.journeys.instance.SendId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which sends are with their provider, and which it took last. An action comes again when its
 * progress could not be committed, or when nobody waited for its answer any longer; and not every
 * provider knows idempotency keys. Safe for any number of threads.
 */
final class InFlightSends {

  /** More than can come again of a few partitions after an outage. */
  private static final int REMEMBERED = 50_000;

  private final Map<SendId, CompletableFuture<DeliveryResult>> inFlight = new HashMap<>();
  private final Map<SendId, Boolean> sent = new Sent();

  @SuppressWarnings("serial")
  private static final class Sent extends LinkedHashMap<SendId, Boolean> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<SendId, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }

  /**
   * Takes a send in hand, until {@link #over}; or says what comes of it when it is in hand or was
   * sent.
   */
  synchronized Optional<CompletableFuture<DeliveryResult>> take(SendId send) {
    if (sent.containsKey(send)) {
      return Optional.of(CompletableFuture.completedFuture(new DeliveryResult.Sent()));
    }
    return Optional.ofNullable(inFlight.putIfAbsent(send, new CompletableFuture<>()));
  }

  /** It is really over, whether or not somebody waited. */
  void over(SendId send, DeliveryResult delivered) {
    @Nullable CompletableFuture<DeliveryResult> told;
    synchronized (this) {
      told = inFlight.remove(send);
      if (delivered instanceof DeliveryResult.Sent) {
        sent.put(send, true);
      }
    }
    if (told != null) {
      told.complete(delivered);
    }
  }
}
