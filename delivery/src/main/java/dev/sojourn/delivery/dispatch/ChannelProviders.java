package dev.sojourn.delivery.dispatch;

import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.provider.WebhookProvider;
import dev.sojourn.delivery.template.LiquidRenderer;

/**
 * The ways out of an installation, as it was set up.
 *
 * @param messages takes messages of all channels; stays the caller's, to be closed after delivery
 * @param webhooks calls the servers that journeys name
 * @param renderer makes messages of templates
 */
public record ChannelProviders(
    Provider messages, WebhookProvider webhooks, LiquidRenderer renderer) {}
