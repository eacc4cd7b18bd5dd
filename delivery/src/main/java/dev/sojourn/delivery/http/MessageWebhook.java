package dev.sojourn.delivery.http;

import dev.sojourn.delivery.provider.DeliveryResult;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Provider that posts messages to a user-supplied adapter for an SMS or push provider. Requests are
 * always signed. Safe for any number of threads.
 */
public final class MessageWebhook implements Provider {

  private static final Duration DEADLINE = WebhookPost.WHOLE.plusSeconds(5);

  private final URI url;
  private final WebhookPost post;

  /**
   * Creates a provider for a URL. Private addresses are allowed: the operator configures the URL.
   */
  public MessageWebhook(URI url, WebhookSigner key, InstantSource clock) {
    this.url = url;
    this.post = new WebhookPost(clock, TargetPolicy.ANY, key, WebhookPost.WHOLE);
  }

  @Override
  public DeliveryResult deliver(SendAction action, RenderedMessage message) {
    return OutboundHttp.await(
        post.post(url.toString(), action.sendId(), Map.of(), body(action, message)));
  }

  private static Map<String, Object> body(SendAction action, RenderedMessage message) {
    Map<String, Object> journey = new LinkedHashMap<>();
    journey.put("id", action.journeyId());
    journey.put("name", action.journeyName());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", action.sendId().toString());
    body.put("channel", action.channel());
    body.put("to", action.to());
    body.put("subject", message.subject());
    body.put("text", message.text());
    body.put("template", action.template());
    body.put("journey", journey);
    body.put("step", action.sendId().step());
    body.put("user", Map.of("id", action.userId()));
    return body;
  }

  @Override
  public Duration deadline() {
    return DEADLINE;
  }
}
