package dev.sojourn.delivery.provider;

import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Result of handing a message to a provider. */
public sealed interface DeliveryResult {

  /**
   * The provider accepted the message.
   *
   * @param kept the message, for an outbox; null when none is kept
   */
  record Sent(SendOutcome.@Nullable Message kept) implements DeliveryResult {

    /** A result that keeps no message. */
    public Sent() {
      this(null);
    }
  }

  /** The provider rejected the message; retrying will not help. */
  record PermanentFailure(String error) implements DeliveryResult {}

  /**
   * The provider did not accept the message now; a retry may succeed.
   *
   * @param retryAfter how long the provider asks us to wait; null when it does not say
   */
  record TransientFailure(String error, @Nullable Duration retryAfter) implements DeliveryResult {}

  /**
   * The provider is unavailable, for reasons unrelated to the message. Not counted as an attempt.
   *
   * @param retryAfter how long to wait before the next try; null when unknown
   */
  record Unavailable(String error, @Nullable Duration retryAfter) implements DeliveryResult {}
}
