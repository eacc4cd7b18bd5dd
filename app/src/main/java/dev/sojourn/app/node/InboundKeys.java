package dev.sojourn.app.node;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.topics.webhook.WebhookSigner;
import org.jspecify.annotations.Nullable;

/** Keys that verify inbound links and webhooks, derived from the settings. */
final class InboundKeys {

  private InboundKeys() {}

  /** Creates the keys. */
  static EmailKeys keys(NodeSettings node, EmailLinks links) {
    DeliverySettings settings = node.settings().delivery();
    Secret resend = settings.resendWebhookSecret();
    // Links in emails sent while there was a public URL keep working without one.
    return new EmailKeys(
        links.key(),
        webhook(resend == null ? settings.webhookSecret() : resend),
        webhook(settings.webhookSecret()));
  }

  private static @Nullable WebhookSigner webhook(@Nullable Secret secret) {
    return secret == null ? null : WebhookSigner.parse(secret.value());
  }
}
