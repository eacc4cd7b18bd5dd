package dev.sojourn.app.settings;

import dev.sojourn.delivery.provider.SmtpAddress;
import java.net.URI;
import java.time.Duration;
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
 * @param publicUrl the base of the links in mails, without a slash at its end; null for no links
 * @param linkSecret there when {@code publicUrl} is
 * @param resendWebhookSecret null when Resend's webhooks are not taken
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
    Retry retry,
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

  /**
   * How often a send is tried, unless its step says otherwise.
   *
   * @param attempts 1 to 20
   * @param firstDelay the longest pause after the first attempt
   */
  public record Retry(int attempts, Duration firstDelay) {}

  /** Messages a second that one node hands to each provider; 0 for no limit. */
  public record Rates(int email, int sms, int push, int webhook) {}
}
