package dev.sojourn.delivery.template;

import org.jspecify.annotations.Nullable;

/**
 * A message as a person will read it.
 *
 * @param subject one line
 * @param body HTML or plain text
 * @param html whether the body is HTML
 * @param from the sender that the template asks for; null when it leaves that to the provider
 */
public record RenderedMessage(String subject, String body, boolean html, @Nullable String from) {}
