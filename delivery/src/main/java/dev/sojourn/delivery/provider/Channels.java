package dev.sojourn.delivery.provider;

import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.topics.action.SendAction;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;

/**
 * Provider that routes each message to the provider of its channel.
 *
 * @param byChannel providers by channel name, such as {@code email}
 */
public record Channels(Map<String, Provider> byChannel) implements Provider {

  public Channels {
    byChannel = Map.copyOf(byChannel);
  }

  @Override
  public DeliveryResult deliver(SendAction action, RenderedMessage message) {
    Provider provider = byChannel.get(action.channel());
    return provider == null
        ? new DeliveryResult.PermanentFailure(
            "Nobody takes messages of channel '%s': the setting %s.webhook.url has no value"
                .formatted(action.channel(), action.channel()))
        : provider.deliver(action, message);
  }

  /** The longest deadline of all providers. */
  @Override
  public Duration deadline() {
    return byChannel.values().stream()
        .map(Provider::deadline)
        .max(Comparator.naturalOrder())
        .orElseGet(Provider.super::deadline);
  }
}
