package dev.sojourn.app.settings;

import dev.sojourn.app.settings.DeliverySettings.EmailProvider;
import dev.sojourn.app.settings.DeliverySettings.Rates;
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
import org.jspecify.annotations.Nullable;

/** Parses the delivery settings and checks that the chosen providers have what they need. */
final class DeliverySettingsParser {

  private static final int MAX_RATE = 100_000;
  private static final int SHORTEST_LINK_SECRET = 16;
  private static final URI NOWHERE = URI.create("https://invalid");
  private static final Pattern BRIEF = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES);

  private final SettingsParser values;

  DeliverySettingsParser(SettingsParser values) {
    this.values = values;
  }

  DeliverySettings settings() {
    EmailProvider provider =
        values.read(
            Key.EMAIL_PROVIDER, "log, smtp or resend", EmailProvider::valueOf, EmailProvider.log);
    requirements(provider);
    return new DeliverySettings(
        provider,
        from(),
        values.hidden(
            Key.SMTP_URL,
            "smtp://user:password@host:port or smtps://user:password@host:port",
            SmtpAddress::parse),
        values.secret(Key.RESEND_API_KEY),
        values.read(
            Key.RESEND_BASE_URL, "an http or https URL", DeliverySettingsParser::base, NOWHERE),
        url(Key.SMS_WEBHOOK_URL),
        url(Key.PUSH_WEBHOOK_URL),
        webhookSecret(Key.WEBHOOK_SECRET),
        values.read(Key.WEBHOOK_PRIVATE, "true or false", DeliverySettingsParser::flag, false),
        retry(),
        new Rates(
            rate(Key.EMAIL_RATE), rate(Key.SMS_RATE), rate(Key.PUSH_RATE), rate(Key.WEBHOOK_RATE)),
        values.has(Key.PUBLIC_URL)
            ? values.read(
                Key.PUBLIC_URL,
                "an http or https URL without a query",
                DeliverySettingsParser::base,
                NOWHERE)
            : null,
        linkSecret(),
        webhookSecret(Key.RESEND_WEBHOOK_SECRET));
  }

  private void requirements(EmailProvider provider) {
    if (provider == EmailProvider.smtp) {
      values.require(Key.SMTP_URL, Key.EMAIL_PROVIDER);
    } else if (provider == EmailProvider.resend) {
      values.require(Key.RESEND_API_KEY, Key.EMAIL_PROVIDER);
    }
    if (provider != EmailProvider.log) {
      values.require(Key.EMAIL_FROM, Key.EMAIL_PROVIDER);
    }
    if (values.has(Key.SMS_WEBHOOK_URL)) {
      values.require(Key.WEBHOOK_SECRET, Key.SMS_WEBHOOK_URL);
    }
    if (values.has(Key.PUSH_WEBHOOK_URL)) {
      values.require(Key.WEBHOOK_SECRET, Key.PUSH_WEBHOOK_URL);
    }
  }

  private @Nullable String from() {
    return values.has(Key.EMAIL_FROM)
        ? values.read(
            Key.EMAIL_FROM,
            "an address such as 'Ann <ann@example.com>'",
            text -> new EmailAddress(text).text(),
            "none")
        : null;
  }

  private @Nullable Secret webhookSecret(Key key) {
    return values.hidden(
        key,
        "text, or whsec_ and base64",
        text -> {
          WebhookSigner.parse(text);
          return new Secret(text);
        });
  }

  private @Nullable Secret linkSecret() {
    return values.hidden(
        Key.LINK_SECRET,
        "at least %d characters".formatted(SHORTEST_LINK_SECRET),
        text -> {
          if (text.length() < SHORTEST_LINK_SECRET) {
            throw new IllegalArgumentException("short");
          }
          return new Secret(text);
        });
  }

  private RetryPolicy retry() {
    return values.read(
        Key.DELIVERY_RETRY,
        "attempts of 1 to %d and a first delay of at most PT30M, such as 8,PT5S"
            .formatted(RetryPolicy.MOST_ATTEMPTS),
        text -> {
          String[] parts = text.split("\\s*,\\s*", -1);
          if (parts.length != 2) {
            throw new IllegalArgumentException(text);
          }
          return new RetryPolicy(Integer.parseInt(parts[0]), duration(parts[1]));
        },
        RetryPolicy.STANDARD);
  }

  /** Parses ISO 8601, or short forms: 5s, 500ms, 2m. */
  private static Duration duration(String text) {
    Matcher brief = BRIEF.matcher(text);
    return brief.matches()
        ? Duration.of(Long.parseLong(brief.group(1)), UNITS.get(brief.group(2)))
        : Duration.parse(text);
  }

  private int rate(Key key) {
    return values.number(key, 0, MAX_RATE, 0);
  }

  private @Nullable URI url(Key key) {
    return values.has(key)
        ? values.hidden(key, "an http or https URL", DeliverySettingsParser::http)
        : null;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
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
