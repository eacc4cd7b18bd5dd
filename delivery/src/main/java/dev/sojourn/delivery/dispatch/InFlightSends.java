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
 * In-flight sends, and those that providers accepted recently. An action is delivered again when
 * its progress could not be committed or its answer came too late, and not every provider supports
 * idempotency keys. Safe for any number of threads.
 */
final class InFlightSends {

  /** More than a few partitions can redeliver after an outage. */
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
   * Claims a send until {@link #over}. When it is in flight or was sent already, returns that
   * result instead.
   */
  synchronized Optional<CompletableFuture<DeliveryResult>> take(SendId send) {
    if (sent.containsKey(send)) {
      return Optional.of(CompletableFuture.completedFuture(new DeliveryResult.Sent()));
    }
    return Optional.ofNullable(inFlight.putIfAbsent(send, new CompletableFuture<>()));
  }

  /** The call has really ended, whether or not anyone still waits for it. */
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
