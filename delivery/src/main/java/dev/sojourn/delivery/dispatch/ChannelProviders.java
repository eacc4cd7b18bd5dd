package dev.sojourn.delivery.dispatch;

import dev.sojourn.delivery.http.WebhookProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.template.LiquidRenderer;

/**
 * Providers of an installation, as configured.
 *
 * @param messages sends the messages of all channels; owned by the caller, closed after delivery
 * @param webhooks calls the servers that journeys name
 * @param renderer renders templates to messages
 */
public record ChannelProviders(
    Provider messages, WebhookProvider webhooks, LiquidRenderer renderer) {}
