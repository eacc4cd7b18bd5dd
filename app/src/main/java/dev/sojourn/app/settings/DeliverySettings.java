package dev.sojourn.app.settings;

import static dev.sojourn.app.settings.SettingDefault.always;
import static dev.sojourn.app.settings.SettingDefault.none;

import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.smtp.SmtpAddress;
import dev.sojourn.journeys.step.RetryPolicy;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings of sending messages and of what is reported about them. */
public final class DeliverySettings {

  private static final int SHORTEST_LINK_SECRET = 16;
  private static final Pattern BRIEF = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES);
  private static final SettingList.Builder DEFINED = SettingList.titled("Sending and feedback");

  public static final Setting<EmailProvider> EMAIL_PROVIDER =
      DEFINED.define(
          "email.provider",
          SettingFormat.choice(EmailProvider.class),
          always("log"),
          "`log` sends nothing; under `dev` the outbox keeps the messages");

  public static final Setting<EmailAddress> EMAIL_FROM =
      DEFINED.define(
          "email.from",
          SettingFormat.of("an address such as 'Ann <ann@example.com>'", EmailAddress::new),
          none()
              .requiredWhen(EMAIL_PROVIDER, EmailProvider.smtp)
              .requiredWhen(EMAIL_PROVIDER, EmailProvider.resend),
          "the sender for templates without `from`");

  public static final Setting<Integer> EMAIL_RATE =
      DEFINED.define(
          "email.rate", rate(), always("0"), "emails a second for each node; 0 means no limit");

  public static final Setting<SmtpAddress> SMTP_URL =
      DEFINED.define(
          "smtp.url",
          SettingFormat.hidden(
              "smtp://user:password@host:port or smtps://user:password@host:port",
              SmtpAddress::parse,
              SmtpAddress::toString),
          none().requiredWhen(EMAIL_PROVIDER, EmailProvider.smtp),
          "user and password are percent-encoded. The default port is 587, or 465 for `smtps`. A password is sent to another machine over TLS only, unless the URL ends with `?starttls=optional`");

  public static final Setting<Secret> RESEND_API_KEY =
      DEFINED.define(
          "resend.api.key",
          SettingFormat.secret(),
          none().requiredWhen(EMAIL_PROVIDER, EmailProvider.resend),
          "the API key of Resend");

  public static final Setting<URI> RESEND_BASE_URL =
      DEFINED.define(
          "resend.base.url",
          SettingFormat.of("an http or https URL", DeliverySettings::base),
          always("https://api.resend.com"),
          "the API of Resend");

  public static final Setting<Secret> RESEND_WEBHOOK_SECRET =
      DEFINED.define(
          "resend.webhook.secret",
          webhookSecret(),
          none("`webhook.secret`"),
          "the secret with which Resend signs its webhooks, which are rejected without one");

  public static final Setting<URI> SMS_WEBHOOK_URL =
      DEFINED.define("sms.webhook.url", webhook(), none(), "your adapter for SMS");

  public static final Setting<Integer> SMS_RATE =
      DEFINED.define(
          "sms.rate", rate(), always("0"), "SMS a second for each node; 0 means no limit");

  public static final Setting<URI> PUSH_WEBHOOK_URL =
      DEFINED.define("push.webhook.url", webhook(), none(), "your adapter for push messages");

  public static final Setting<Integer> PUSH_RATE =
      DEFINED.define(
          "push.rate",
          rate(),
          always("0"),
          "push messages a second for each node; 0 means no limit");

  public static final Setting<Secret> WEBHOOK_SECRET =
      DEFINED.define(
          "webhook.secret",
          webhookSecret(),
          none().requiredWith(SMS_WEBHOOK_URL).requiredWith(PUSH_WEBHOOK_URL),
          "signs requests to adapters and of `webhook` steps, and verifies what adapters post back");

  // Operators who write their own journeys call their own servers.
  public static final Setting<Boolean> WEBHOOK_PRIVATE =
      DEFINED.define(
          "webhook.private",
          SettingFormat.flag(),
          always("true"),
          "whether `webhook` steps may call loopback and private addresses");

  public static final Setting<Integer> WEBHOOK_RATE =
      DEFINED.define(
          "webhook.rate",
          rate(),
          always("0"),
          "requests of `webhook` steps a second, for each node and server that is called; 0 means no limit");

  public static final Setting<RetryPolicy> DELIVERY_RETRY =
      DEFINED.define(
          "delivery.retry",
          SettingFormat.of(
              "attempts of 1 to %d and a first delay of at most PT30M, such as 8,PT5S"
                  .formatted(RetryPolicy.MOST_ATTEMPTS),
              DeliverySettings::retry),
          always("8,PT5S"),
          "attempts of a send in all, and the maximum pause after the first; steps may set their own");

  public static final Setting<URI> PUBLIC_URL =
      DEFINED.define(
          "public.url",
          SettingFormat.of("an http or https URL without a query", DeliverySettings::base),
          none("`http://127.0.0.1:<port>`", "no links"),
          "the public URL of this installation, to which tracking and unsubscribe links in emails lead. Without links, templates that print `unsubscribe_url` fail");

  public static final Setting<Secret> LINK_SECRET =
      DEFINED.define(
          "link.secret",
          SettingFormat.secret(
              "at least %d characters".formatted(SHORTEST_LINK_SECRET),
              text -> text.length() >= SHORTEST_LINK_SECRET),
          none("derived from the admin key"),
          "signs those links; the same on all nodes. Set it in production: links in emails that were sent years ago stop working when it changes, or when the admin key changes and it is not set");

  static final SettingList LIST = DEFINED.build();

  private DeliverySettings() {}

  /** Email provider. */
  public enum EmailProvider {
    /** Sends nothing: writes a log line and, under {@code dev}, to the outbox. */
    log,
    smtp,
    resend
  }

  private static SettingFormat<Integer> rate() {
    return SettingFormat.number(0, 100_000);
  }

  private static SettingFormat<Secret> webhookSecret() {
    return SettingFormat.hidden(
        "text, or whsec_ and base64",
        text -> {
          WebhookSigner.parse(text);
          return new Secret(text);
        });
  }

  /** URL whose path or query may contain a key. */
  private static SettingFormat<URI> webhook() {
    return SettingFormat.hidden("an http or https URL", DeliverySettings::http);
  }

  private static RetryPolicy retry(String text) {
    String[] parts = text.split("\\s*,\\s*", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(text);
    }
    return new RetryPolicy(Integer.parseInt(parts[0]), duration(parts[1]));
  }

  /** Parses ISO 8601, or short forms: 5s, 500ms, 2m. */
  private static Duration duration(String text) {
    Matcher brief = BRIEF.matcher(text);
    return brief.matches()
        ? Duration.of(Long.parseLong(brief.group(1)), UNITS.get(brief.group(2)))
        : Duration.parse(text);
  }

  private static URI http(String text) {
    URI url = URI.create(text);
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(text);
    }
    return url;
  }

  /** A URL to which paths can be appended. */
  private static URI base(String text) {
    URI url = http(text);
    if (url.getRawQuery() != null || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(text);
    }
    return URI.create(text.replaceAll("/+$", ""));
  }
}
