package dev.sojourn.app.node;

import static java.util.Objects.requireNonNull;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.DeliverySettings.EmailProvider;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Setting;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.delivery.dispatch.ChannelProviders;
import dev.sojourn.delivery.http.MessageWebhook;
import dev.sojourn.delivery.http.ResendProvider;
import dev.sojourn.delivery.http.TargetPolicy;
import dev.sojourn.delivery.http.WebhookProvider;
import dev.sojourn.delivery.provider.Channels;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.delivery.provider.LogProvider;
import dev.sojourn.delivery.provider.Provider;
import dev.sojourn.delivery.smtp.SmtpProvider;
import dev.sojourn.delivery.template.LiquidRenderer;
import dev.sojourn.topics.webhook.WebhookSigner;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Providers of this node, created from its settings. */
final class Providers implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Providers.class);

  private final Settings settings;
  private final EmailLinks links;
  private final boolean dev;
  private final InstantSource clock;
  private final CloseableStack open = new CloseableStack();

  /** Creates providers that connect when there is something to send. */
  Providers(NodeSettings node, EmailLinks links, InstantSource clock) {
    this.links = links;
    this.settings = node.settings();
    // In dev, messages without a provider go to an outbox where a developer can view them.
    this.dev = node.profile() == Profile.DEV;
    this.clock = clock;
  }

  /** Creates all providers. */
  ChannelProviders outlets() throws StartException {
    WebhookSigner key =
        settings
            .find(DeliverySettings.WEBHOOK_SECRET)
            .map(secret -> WebhookSigner.parse(secret.value()))
            .orElse(null);
    TargetPolicy targets =
        settings.get(DeliverySettings.WEBHOOK_PRIVATE) ? TargetPolicy.ANY : TargetPolicy.PUBLIC;
    Map<String, Provider> byChannel = new LinkedHashMap<>();
    links.warn();
    byChannel.put("email", email());
    adapter(byChannel, "sms", DeliverySettings.SMS_WEBHOOK_URL, key);
    adapter(byChannel, "push", DeliverySettings.PUSH_WEBHOOK_URL, key);
    return new ChannelProviders(
        new Channels(byChannel),
        new WebhookProvider(clock, targets, key),
        new LiquidRenderer(clock, links.links()));
  }

  private Provider email() throws StartException {
    EmailProvider provider = settings.get(DeliverySettings.EMAIL_PROVIDER);
    if (provider == EmailProvider.log) {
      if (!dev) {
        log.warn("Emails are only logged, not sent: email.provider is log");
      }
      return new LogProvider(dev);
    }
    // The definitions require these for the provider.
    EmailAddress from = settings.find(DeliverySettings.EMAIL_FROM).orElseThrow();
    return provider == EmailProvider.smtp
        ? open.add(
            "SMTP",
            new SmtpProvider(settings.find(DeliverySettings.SMTP_URL).orElseThrow(), from, clock))
        : new ResendProvider(
            settings.get(DeliverySettings.RESEND_BASE_URL),
            settings.find(DeliverySettings.RESEND_API_KEY).orElseThrow().value(),
            from,
            clock);
  }

  private void adapter(
      Map<String, Provider> byChannel,
      String channel,
      Setting<URI> setting,
      @Nullable WebhookSigner key) {
    URI url = settings.find(setting).orElse(null);
    if (url != null) {
      byChannel.put(channel, new MessageWebhook(url, requireNonNull(key), clock));
    } else if (dev) {
      byChannel.put(channel, new LogProvider(true));
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
