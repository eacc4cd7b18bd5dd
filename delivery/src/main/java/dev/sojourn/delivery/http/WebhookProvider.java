package dev.sojourn.delivery.http;

import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Provider that posts to the servers that journeys name. Safe for any number of threads; calls do
 * not wait for each other.
 */
public final class WebhookProvider {

  private final WebhookPost post;

  /** Creates a provider that may call any server and does not sign. */
  public WebhookProvider(InstantSource clock) {
    this(clock, TargetPolicy.ANY, null);
  }

  /**
   * Creates a provider that is limited to the servers of a policy.
   *
   * @param key signs requests; null to leave them unsigned
   */
  public WebhookProvider(InstantSource clock, TargetPolicy targets, @Nullable WebhookSigner key) {
    this(clock, targets, key, WebhookPost.WHOLE);
  }

  WebhookProvider(
      InstantSource clock, TargetPolicy targets, @Nullable WebhookSigner key, Duration deadline) {
    this.post = new WebhookPost(clock, targets, key, deadline);
  }

  /** Posts one call. The future never completes exceptionally; only name resolution may block. */
  public CompletableFuture<DeliveryResult> call(SendAction action, SendAction.Call call) {
    return post.post(action.to(), action.sendId(), call.headers(), body(action, call));
  }

  private static Map<String, Object> body(SendAction action, SendAction.Call call) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", action.userId());
    user.put("email", call.email());
    Map<String, Object> journey = new LinkedHashMap<>();
    journey.put("id", action.journeyId());
    journey.put("name", action.journeyName());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", action.event());
    event.put("properties", action.context());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", action.sendId().toString());
    body.put("journey", journey);
    body.put("step", action.sendId().step());
    body.put("user", user);
    body.put("event", event);
    body.put("contact", action.contact());
    body.put("data", call.data());
    return body;
  }
}
