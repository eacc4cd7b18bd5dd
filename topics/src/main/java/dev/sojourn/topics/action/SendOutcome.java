package dev.sojourn.topics.action;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.json.JsonValues;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one send attempt, as stored in the outcomes topic.
 *
 * @param sendId which send
 * @param attempt which attempt, from 1
 * @param result {@code sent}, {@code failed} (permanently), {@code retry}, or {@code unavailable}
 *     when the provider was not called
 * @param error the provider's error, when it failed
 * @param retryAfterMs the delay that the provider asks for
 * @param message what was sent, when an outbox stores it
 */
public record SendOutcome(
    SendId sendId,
    int attempt,
    String userId,
    OutcomeCame.Result result,
    @Nullable String error,
    @Nullable Long retryAfterMs,
    @Nullable Message message) {

  /** A message as it was sent. */
  public record Message(
      String to,
      String channel,
      String template,
      String subject,
      String body,
      String journeyId,
      Instant at) {}

  /** The signal for the waiting instance. */
  public OutcomeCame signal() {
    return new OutcomeCame(
        attempt, result, error, retryAfterMs == null ? null : Duration.ofMillis(retryAfterMs));
  }

  public byte[] bytes() {
    return JsonValues.bytes(json -> SendOutcomeJson.write(json, this));
  }

  /**
   * Parses what {@link #bytes} wrote.
   *
   * @throws java.io.UncheckedIOException when it is something else
   */
  public static SendOutcome read(byte[] bytes) {
    return JsonValues.read(bytes, SendOutcome.class, SendOutcomeJson::read);
  }
}
