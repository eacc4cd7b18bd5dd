package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import java.time.Duration;

/**
 * Gets a message out. Called by any number of threads at once, which may be interrupted; a call may
 * block, and has to be over within {@link #deadline()}.
 */
public interface Provider {

  /**
   * Delivers one attempt. The same send may come again, after a crash for instance: {@link
   * SendAction#sendId()} is the key by which a provider can tell.
   *
   * @throws RuntimeException counts as {@link DeliveryResult.TransientFailure}
   */
  DeliveryResult deliver(SendAction action, RenderedMessage message);

  /**
   * After this, nobody waits for the answer any longer and the attempt counts as {@link
   * DeliveryResult.TransientFailure}. Longer than any timeout of the provider's own, which can tell
   * what went wrong.
   */
  default Duration deadline() {
    return Duration.ofSeconds(30);
  }
}
