package dev.sojourn.app.node;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.Secret;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys that verify inbound links and webhooks, derived from the settings. */
final class InboundKeys {

  private InboundKeys() {}

  /** Creates the keys. */
  static EmailKeys keys(NodeSettings node, EmailLinks links) {
    Settings settings = node.settings();
    Optional<Secret> adapters = settings.find(DeliverySettings.WEBHOOK_SECRET);
    Optional<Secret> resend = settings.find(DeliverySettings.RESEND_WEBHOOK_SECRET);
    // Links in emails sent while there was a public URL keep working without one.
    return new EmailKeys(links.key(), webhook(resend.or(() -> adapters)), webhook(adapters));
  }

  private static @Nullable WebhookSigner webhook(Optional<Secret> secret) {
    return secret.map(text -> WebhookSigner.parse(text.value())).orElse(null);
  }
}
