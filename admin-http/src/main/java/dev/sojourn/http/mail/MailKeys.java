package dev.sojourn.http.mail;

import dev.sojourn.topics.link.LinkKey;
import dev.sojourn.topics.webhook.WebhookKey;
import org.jspecify.annotations.Nullable;

/**
 * By what we know that something comes back from a mail of ours.
 *
 * @param links signs the links in mails; null when mails have none
 * @param resend what Resend signs its webhooks with; null when it has none to call
 * @param adapters what adapters of the user's own sign theirs with; null when there are none
 */
public record MailKeys(
    @Nullable LinkKey links, @Nullable WebhookKey resend, @Nullable WebhookKey adapters) {

  /** Of an installation to which nothing comes back. */
  public static final MailKeys NONE = new MailKeys(null, null, null);
}
