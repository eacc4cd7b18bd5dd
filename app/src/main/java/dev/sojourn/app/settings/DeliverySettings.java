package dev.sojourn.app.settings;

import dev.sojourn.delivery.provider.SmtpAddress;
import dev.sojourn.journeys.step.RetryPolicy;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How messages go out, checked: what the chosen provider needs is there. Printing it shows no
 * secret.
 *
 * @param from the sender of templates that name none; null only without a real provider
 * @param smtp null without {@code smtp.url}
 * @param smsWebhook where text messages are posted, null for nowhere
 * @param pushWebhook where push messages are posted, null for nowhere
 * @param webhookSecret signs what is posted; null when nothing is signed
 * @param privateWebhooks whether servers at loopback and private addresses may be called
 * @param retry how often a send is tried, unless its step says otherwise
 * @param publicUrl the base of the links in mails, without a slash at its end; null for no links
 * @param linkSecret signs the links in mails; null for one that is made of the admin key
 * @param resendWebhookSecret of Resend's webhooks; null for {@code webhookSecret}
 */
public record DeliverySettings(
    EmailProvider email,
    @Nullable String from,
    @Nullable SmtpAddress smtp,
    @Nullable Secret resendKey,
    URI resendUrl,
    @Nullable URI smsWebhook,
    @Nullable URI pushWebhook,
    @Nullable Secret webhookSecret,
    boolean privateWebhooks,
    RetryPolicy retry,
    Rates rates,
    @Nullable URI publicUrl,
    @Nullable Secret linkSecret,
    @Nullable Secret resendWebhookSecret) {

  /** Who takes mails. */
  public enum EmailProvider {
    /** Nobody: a line in the log, and under {@code dev} the outbox. */
    log,
    smtp,
    resend
  }

  /** Messages a second that one node hands to each provider; 0 for no limit. */
  public record Rates(int email, int sms, int push, int webhook) {}
}
