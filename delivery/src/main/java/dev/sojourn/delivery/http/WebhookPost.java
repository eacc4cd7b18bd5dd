package dev.sojourn.delivery.http;

import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.SendHeader;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.JsonValues;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Client that posts JSON to external servers, signed according to Standard Webhooks when there is a
 * key. Safe for any number of threads; calls do not wait for each other.
 */
final class WebhookPost {

  /** From the first byte sent to the last byte read. */
  static final Duration WHOLE = Duration.ofSeconds(10);

  private final OutboundHttp caller;
  private final TargetPolicy targets;
  private final @Nullable WebhookSigner key;
  private final InstantSource clock;

  WebhookPost(
      InstantSource clock, TargetPolicy targets, @Nullable WebhookSigner key, Duration deadline) {
    this.clock = clock;
    this.targets = targets;
    this.key = key;
    this.caller = new OutboundHttp("Webhook", deadline);
  }

  /**
   * Posts a body. The future never completes exceptionally.
   *
   * @param headers in addition to those of every call
   */
  CompletableFuture<DeliveryResult> post(
      String url, SendId send, Map<String, String> headers, Map<String, Object> body) {
    try {
      HttpRequest request = request(URI.create(url), send, headers, JsonValues.bytes(body));
      return targets
          .refusal(request.uri())
          .map(CompletableFuture::completedFuture)
          .orElseGet(() -> caller.call(request, this::meaning));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          new DeliveryResult.PermanentFailure("Webhook cannot be called: " + e.getMessage()));
    }
  }

  private HttpRequest request(URI url, SendId send, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    headers.forEach(request::setHeader);
    String id = SendHeader.value(send);
    request.setHeader("Content-Type", "application/json").setHeader("Idempotency-Key", id);
    if (key != null) {
      Instant now = clock.instant();
      request
          .setHeader(WebhookSigner.ID, id)
          .setHeader(WebhookSigner.TIMESTAMP, WebhookSigner.timestamp(now))
          .setHeader(WebhookSigner.SIGNATURE, key.signature(id, now, body));
    }
    return request.POST(BodyPublishers.ofByteArray(body)).build();
  }

  private DeliveryResult meaning(OutboundHttp.Answer answer) {
    if (answer.isGood()) {
      return new DeliveryResult.Sent();
    }
    String error = "Webhook answered " + answer.status();
    return answer.mayPass()
        ? new DeliveryResult.TransientFailure(
            error, RetryAfter.of(answer.headers(), clock.instant()))
        : new DeliveryResult.PermanentFailure(error);
  }
}
