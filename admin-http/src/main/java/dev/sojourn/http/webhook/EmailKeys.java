package dev.sojourn.http.webhook;

import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.webhook.WebhookSigner;
import org.jspecify.annotations.Nullable;

/**
 * Keys that verify tracking links and webhooks.
 *
 * @param links signs the links in emails; null when emails have none
 * @param resend verifies Resend's webhooks; null when Resend is not used
 * @param adapters verifies webhooks of the user's own adapters; null when there are none
 */
public record EmailKeys(
    @Nullable LinkSigner links, @Nullable WebhookSigner resend, @Nullable WebhookSigner adapters) {

  /** No tracking links and no email webhooks. */
  public static final EmailKeys NONE = new EmailKeys(null, null, null);
}
