package dev.sojourn.delivery.template;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rendered message.
 *
 * @param subject one line
 * @param html null when the message is plain text only
 * @param text the plain text version
 * @param from sender set by the template; null to use the provider's default
 * @param unsubscribe unsubscribe URL; null when there is none
 */
public record RenderedMessage(
    String subject,
    @Nullable String html,
    String text,
    @Nullable String from,
    @Nullable String unsubscribe) {

  /** The same message with its HTML, if any, transformed. */
  RenderedMessage tracked(UnaryOperator<String> writing) {
    return html == null
        ? this
        : new RenderedMessage(subject, writing.apply(html), text, from, unsubscribe);
  }

  /** The same message with this unsubscribe URL. */
  RenderedMessage leadingOut(@Nullable String url) {
    return new RenderedMessage(subject, html, text, from, url);
  }

  /** The HTML if there is any, otherwise the text. */
  public String body() {
    return html == null ? text : html;
  }
}
