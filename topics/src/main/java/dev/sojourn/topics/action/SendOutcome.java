package dev.sojourn.topics.action;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What delivery made of one attempt, as it stands in the outcomes topic.
 *
 * @param sendId which send
 * @param attempt which attempt, from 1
 * @param result {@code sent}, {@code failed} (for good) or {@code retry}
 * @param error what the provider said, when it did not go well
 * @param retryAfterMs how long the provider asks to be left alone
 * @param message what was sent, where an outbox keeps it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendOutcome(
    @JsonProperty(required = true) SendId sendId,
    int attempt,
    @JsonProperty(required = true) String userId,
    @JsonProperty(required = true) OutcomeCame.Result result,
    @Nullable String error,
    @Nullable Long retryAfterMs,
    @Nullable Message message) {

  /** A message as it went out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
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
    return Json.bytes(this);
  }

  public static SendOutcome read(byte[] bytes) {
    return Json.read(bytes, SendOutcome.class);
  }
}
