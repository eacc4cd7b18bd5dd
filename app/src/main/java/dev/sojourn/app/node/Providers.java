package dev.sojourn.app.node;

import static java.util.Objects.requireNonNull;

import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.DeliverySettings.EmailProvider;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Secret;
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

  private final DeliverySettings settings;
  private final EmailLinks links;
  private final boolean dev;
  private final InstantSource clock;
  private final CloseableStack open = new CloseableStack();

  /** Creates providers that connect when there is something to send. */
  Providers(NodeSettings node, EmailLinks links, InstantSource clock) {
    this.links = links;
    this.settings = node.settings().delivery();
    // In dev, messages without a provider go to an outbox where a developer can view them.
    this.dev = node.profile() == Profile.DEV;
    this.clock = clock;
  }

  /** Creates all providers. */
  ChannelProviders outlets() throws StartException {
    Secret secret = settings.webhookSecret();
    WebhookSigner key = secret == null ? null : WebhookSigner.parse(secret.value());
    TargetPolicy targets = settings.privateWebhooks() ? TargetPolicy.ANY : TargetPolicy.PUBLIC;
    Map<String, Provider> byChannel = new LinkedHashMap<>();
    links.warn();
    byChannel.put("email", email());
    adapter(byChannel, "sms", settings.smsWebhook(), key);
    adapter(byChannel, "push", settings.pushWebhook(), key);
    return new ChannelProviders(
        new Channels(byChannel),
        new WebhookProvider(clock, targets, key),
        new LiquidRenderer(clock, links.links()));
  }

  private Provider email() throws StartException {
    if (settings.email() == EmailProvider.log) {
      if (!dev) {
        log.warn("Emails are only logged, not sent: email.provider is log");
      }
      return new LogProvider(dev);
    }
    EmailAddress from = new EmailAddress(requireNonNull(settings.from()));
    return settings.email() == EmailProvider.smtp
        ? open.add("SMTP", new SmtpProvider(requireNonNull(settings.smtp()), from, clock))
        : new ResendProvider(
            settings.resendUrl(), requireNonNull(settings.resendKey()).value(), from, clock);
  }

  private void adapter(
      Map<String, Provider> byChannel,
      String channel,
      @Nullable URI url,
      @Nullable WebhookSigner key) {
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
