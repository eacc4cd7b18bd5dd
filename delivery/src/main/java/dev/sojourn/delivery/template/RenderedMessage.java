package dev.sojourn.delivery.template;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A message as a person will read it.
 *
 * @param subject one line
 * @param html null when it is plain text only
 * @param text the same in plain text
 * @param from the sender that the template asks for; null when it leaves that to the provider
 * @param unsubscribe where the person can say that it was the last one; null when there is no such
 *     place
 */
public record RenderedMessage(
    String subject,
    @Nullable String html,
    String text,
    @Nullable String from,
    @Nullable String unsubscribe) {

  /** The same with its HTML, if it has any, written anew. */
  RenderedMessage tracked(UnaryOperator<String> writing) {
    return html == null
        ? this
        : new RenderedMessage(subject, writing.apply(html), text, from, unsubscribe);
  }

  /** The same with this way out. */
  RenderedMessage leadingOut(@Nullable String url) {
    return new RenderedMessage(subject, html, text, from, url);
  }

  /** The richest of its parts. */
  public String body() {
    return html == null ? text : html;
  }
}
