package dev.sojourn.delivery.provider;

import dev.sojourn.topics.action.SendOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider made of a message. */
public sealed interface DeliveryResult {

  /**
   * It took it.
   *
   * @param kept the message, for an outbox; null where none is kept
   */
  record Sent(SendOutcome.@Nullable Message kept) implements DeliveryResult {

    /** With nothing to keep. */
    public Sent() {
      this(null);
    }
  }

  /** It will not take it, however often it is asked. */
  record PermanentFailure(String error) implements DeliveryResult {}

  /**
   * It may take it later.
   *
   * @param retryAfter how long it asks to be left alone; null when it does not say
   */
  record TransientFailure(String error, @Nullable Duration retryAfter) implements DeliveryResult {}

  /**
   * It was not asked, as it could not be reached: that is no attempt.
   *
   * @param retryAfter when to ask again; null when nobody knows
   */
  record Unavailable(String error, @Nullable Duration retryAfter) implements DeliveryResult {}
}
