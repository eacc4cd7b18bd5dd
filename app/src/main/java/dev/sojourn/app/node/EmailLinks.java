package dev.sojourn.app.node;

import dev.sojourn.app.settings.ApiSettings;
import dev.sojourn.app.settings.DeliverySettings;
import dev.sojourn.app.settings.DeliverySettings.EmailProvider;
import dev.sojourn.app.settings.Profile;
import dev.sojourn.app.settings.Settings;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.Links;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tracking and unsubscribe links in this node's emails. Safe for any number of threads. */
final class EmailLinks {

  private static final Logger log = LoggerFactory.getLogger(EmailLinks.class);

  private final NodeSettings node;
  private final Settings settings;
  private final boolean dev;
  private @Nullable LinkSigner key;

  EmailLinks(NodeSettings node) {
    this.node = node;
    this.settings = node.settings();
    this.dev = node.profile() == Profile.DEV;
  }

  /**
   * The signer of the links. Its key is the same on all nodes, like the admin key, and is derived
   * on first use.
   */
  synchronized LinkSigner key() {
    LinkSigner made = key;
    if (made == null) {
      made =
          settings
              .find(DeliverySettings.LINK_SECRET)
              .map(own -> LinkSigner.of(own.value()))
              .orElseGet(() -> LinkSigner.stretched(node.adminKey().value()));
      key = made;
    }
    return made;
  }

  /** Whether emails have links to this installation. */
  boolean exist() {
    return base() != null;
  }

  /** The links, or null when there is no public URL. */
  @Nullable Links links() {
    URI base = base();
    return base == null ? null : new Links(base, key());
  }

  private @Nullable URI base() {
    URI known = settings.find(DeliverySettings.PUBLIC_URL).orElse(null);
    // Emails of dev are read on the machine that runs it.
    return known == null && dev
        ? URI.create("http://127.0.0.1:" + settings.get(ApiSettings.HTTP_PORT))
        : known;
  }

  /** Warns once at startup about settings whose effects would be noticed too late. */
  void warn() {
    if (!exist() && settings.get(DeliverySettings.EMAIL_PROVIDER) != EmailProvider.log) {
      log.warn(
          "Mails have no unsubscribe link: {} is not set", DeliverySettings.PUBLIC_URL.variable());
    }
    if (!dev && exist() && settings.find(DeliverySettings.LINK_SECRET).isEmpty()) {
      log.warn(
          "{} is not set: links in emails are signed with a key derived from the admin key, and stop working when it changes",
          DeliverySettings.LINK_SECRET.variable());
    }
  }
}
