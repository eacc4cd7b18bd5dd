package dev.sojourn.app.node;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.topics.webhook.WebhookSigner;
import org.jspecify.annotations.Nullable;

/** What comes back from those to whom this installation sends, made of its settings. */
final class InboundKeys {

  private InboundKeys() {}

  /** By what it is known. */
  static EmailKeys keys(NodeSettings node, EmailLinks links) {
    DeliverySettings settings = node.settings().delivery();
    Secret resend = settings.resendWebhookSecret();
    // Links of mails that went out while there was a public URL go on working without one.
    return new EmailKeys(
        links.key(),
        webhook(resend == null ? settings.webhookSecret() : resend),
        webhook(settings.webhookSecret()));
  }

  private static @Nullable WebhookSigner webhook(@Nullable Secret secret) {
    return secret == null ? null : WebhookSigner.parse(secret.value());
  }
}
