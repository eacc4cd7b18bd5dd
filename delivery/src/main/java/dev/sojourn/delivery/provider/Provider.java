package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import java.time.Duration;

/**
 * Provider that sends messages. Called by many threads at once, which may be interrupted; a call
 * may block, but must return within {@link #deadline()}.
 */
public interface Provider {

  /**
   * Delivers one attempt. The same send may be delivered again, after a crash for instance: {@link
   * SendAction#sendId()} is the idempotency key by which a provider can detect that.
   *
   * @throws RuntimeException counts as {@link DeliveryResult.TransientFailure}
   */
  DeliveryResult deliver(SendAction action, RenderedMessage message);

  /**
   * How long a call may take; after that its result is ignored and the attempt counts as {@link
   * DeliveryResult.TransientFailure}. Must exceed the provider's own timeouts, which give better
   * error messages.
   */
  default Duration deadline() {
    return Duration.ofSeconds(30);
  }
}
