package dev.sojourn.app.node;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.http.mail.MailKeys;
import dev.sojourn.topics.webhook.WebhookKey;
import org.jspecify.annotations.Nullable;

/** What comes back from those to whom this installation sends, made of its settings. */
final class Inbound {

  private Inbound() {}

  /** By what it is known. */
  static MailKeys keys(NodeSettings node, MailLinks links) {
    DeliverySettings settings = node.settings().delivery();
    Secret resend = settings.resendWebhookSecret();
    // Links of mails that went out while there was a public URL go on working without one.
    return new MailKeys(
        links.key(),
        webhook(resend == null ? settings.webhookSecret() : resend),
        webhook(settings.webhookSecret()));
  }

  private static @Nullable WebhookKey webhook(@Nullable Secret secret) {
    return secret == null ? null : WebhookKey.parse(secret.value());
  }
}
