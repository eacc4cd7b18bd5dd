package dev.sojourn.http.webhook;

import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.webhook.WebhookSigner;
import org.jspecify.annotations.Nullable;

/**
 * By what we know that something comes back from a mail of ours.
 *
 * @param links signs the links in mails; null when mails have none
 * @param resend what Resend signs its webhooks with; null when it has none to call
 * @param adapters what adapters of the user's own sign theirs with; null when there are none
 */
public record EmailKeys(
    @Nullable LinkSigner links, @Nullable WebhookSigner resend, @Nullable WebhookSigner adapters) {

  /** Of an installation to which nothing comes back. */
  public static final EmailKeys NONE = new EmailKeys(null, null, null);
}
