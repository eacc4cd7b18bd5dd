package dev.sojourn.topics.action;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.json.JsonValues;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What delivery made of one attempt, as it stands in the outcomes topic.
 *
 * @param sendId which send
 * @param attempt which attempt, from 1
 * @param result {@code sent}, {@code failed} (for good), {@code retry}, or {@code unavailable} when
 *     the provider was not asked
 * @param error what the provider said, when it did not go well
 * @param retryAfterMs how long the provider asks to be left alone
 * @param message what was sent, where an outbox keeps it
 */
public record SendOutcome(
    SendId sendId,
    int attempt,
    String userId,
    OutcomeCame.Result result,
    @Nullable String error,
    @Nullable Long retryAfterMs,
    @Nullable Message message) {

  /** A message as it went out. */
  public record Message(
      String to,
      String channel,
      String template,
      String subject,
      String body,
      String journeyId,
      Instant at) {}

  /** As a signal to the parked instance. */
  public OutcomeCame signal() {
    return new OutcomeCame(
        attempt, result, error, retryAfterMs == null ? null : Duration.ofMillis(retryAfterMs));
  }

  public byte[] bytes() {
    return JsonValues.bytes(json -> SendOutcomeJson.write(json, this));
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws java.io.UncheckedIOException when it is something else
   */
  public static SendOutcome read(byte[] bytes) {
    return JsonValues.read(bytes, SendOutcome.class, SendOutcomeJson::read);
  }
}
