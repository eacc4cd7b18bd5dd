package dev.sojourn.app.node;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.http.mail.MailKeys;
import dev.sojourn.topics.link.LinkKey;
import dev.sojourn.topics.webhook.WebhookKey;
import org.jspecify.annotations.Nullable;

/** What comes back from those to whom this installation sends, made of its settings. */
final class Inbound {

  private Inbound() {}

  /** By what it is known. */
  static MailKeys keys(DeliverySettings settings) {
    // Links of mails that went out while there was a public URL go on working without one.
    Secret links = settings.linkSecret();
    return new MailKeys(
        links == null ? null : LinkKey.of(links.value()),
        webhook(settings.resendWebhookSecret()),
        webhook(settings.webhookSecret()));
  }

  private static @Nullable WebhookKey webhook(@Nullable Secret secret) {
    return secret == null ? null : WebhookKey.parse(secret.value());
  }
}
