package dev.sojourn.app.settings;

import dev.sojourn.delivery.smtp.SmtpAddress;
import dev.sojourn.journeys.step.RetryPolicy;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Delivery settings, validated: everything the chosen provider needs is present. {@link #toString}
 * reveals no secret.
 *
 * @param from sender for templates that do not set one; null only without a real provider
 * @param smtp null without {@code smtp.url}
 * @param smsWebhook where text messages are posted, null for nowhere
 * @param pushWebhook where push messages are posted, null for nowhere
 * @param webhookSecret signs webhooks; null when they are not signed
 * @param privateWebhooks whether servers at loopback and private addresses may be called
 * @param retry retries of a send, unless its step overrides them
 * @param publicUrl base URL of links in emails, without a trailing slash; null for no links
 * @param linkSecret signs links in emails; null to derive the key from the admin key
 * @param resendWebhookSecret secret of Resend's webhooks; null for {@code webhookSecret}
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

  /** Email provider. */
  public enum EmailProvider {
    /** Sends nothing: writes a log line and, under {@code dev}, to the outbox. */
    log,
    smtp,
    resend
  }

  /** Messages per second that one node sends to each provider; 0 for no limit. */
  public record Rates(int email, int sms, int push, int webhook) {}
}
