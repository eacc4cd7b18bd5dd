package dev.sojourn.delivery.provider;

import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.topics.json.PlainJson;
import dev.sojourn.topics.webhook.WebhookKey;
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
 * Posts JSON to the servers of others, signed as Standard Webhooks says when there is a key. Safe
 * for any number of threads; calls do not wait for each other.
 */
final class WebhookPost {

  /** From the first byte we send to the last that we read. */
  static final Duration WHOLE = Duration.ofSeconds(10);

  private final HttpCaller caller;
  private final TargetPolicy targets;
  private final @Nullable WebhookKey key;
  private final InstantSource clock;

  WebhookPost(
      InstantSource clock, TargetPolicy targets, @Nullable WebhookKey key, Duration deadline) {
    this.clock = clock;
    this.targets = targets;
    this.key = key;
    this.caller = new HttpCaller("Webhook", deadline);
  }

  /**
   * Posts; what comes of it is never an exception.
   *
   * @param headers in addition to those that every call has
   */
  CompletableFuture<Delivered> post(
      String url, SendId send, Map<String, String> headers, Map<String, Object> body) {
    try {
      HttpRequest request = request(URI.create(url), send, headers, PlainJson.bytes(body));
      return targets
          .refusal(request.uri())
          .map(CompletableFuture::completedFuture)
          .orElseGet(() -> caller.call(request, this::meaning));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          new Delivered.Rejected("Webhook cannot be called: " + e.getMessage()));
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
          .setHeader(WebhookKey.ID, id)
          .setHeader(WebhookKey.TIMESTAMP, WebhookKey.timestamp(now))
          .setHeader(WebhookKey.SIGNATURE, key.signature(id, now, body));
    }
    return request.POST(BodyPublishers.ofByteArray(body)).build();
  }

  private Delivered meaning(HttpCaller.Answer answer) {
    if (answer.isGood()) {
      return new Delivered.Sent();
    }
    String error = "Webhook answered " + answer.status();
    return answer.mayPass()
        ? new Delivered.TryAgain(error, RetryAfter.of(answer.headers(), clock.instant()))
        : new Delivered.Rejected(error);
  }
}
