package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;

/**
 * Gets a message out. Called by one thread; a call should be over in seconds, as nothing else is
 * delivered meanwhile and closing waits for it.
 */
public interface Provider {

  /**
   * Delivers one attempt. The same send may come again, after a crash for instance: {@link
   * SendAction#sendId()} is the key by which a provider can tell.
   *
   * @throws RuntimeException counts as {@link Delivered.TryAgain}
   */
  Delivered deliver(SendAction action, RenderedMessage message);
}
