package dev.sojourn.journeys.template;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Message template, addressed by the hash of its content, so that nodes with different folders do
 * not conflict.
 *
 * @param key such as {@code activation/welcome}
 * @param hash of everything below
 * @param subject Liquid
 * @param from the sender, when it is not the default
 * @param category opt-out category
 * @param body Liquid
 * @param text Liquid, the plain-text alternative to an HTML body; null to derive it from the body
 */
public record Template(
    String key,
    String hash,
    String subject,
    @Nullable String from,
    @Nullable String category,
    String body,
    @Nullable String text) {

  /** An HTML tag, optionally preceded by Liquid tags that print nothing. */
  private static final Pattern HTML = Pattern.compile("(?s)\\A(?:\\s++|\\{%.*?%\\})*+<");

  private static final Pattern EVENT_PROPERTY =
      Pattern.compile("\\bevent\\.(?:properties\\.)?([A-Za-z0-9_$-]+)");

  /** A template without a plain-text alternative of its own. */
  public Template(
      String key,
      String hash,
      String subject,
      @Nullable String from,
      @Nullable String category,
      String body) {
    this(key, hash, subject, from, category, body, null);
  }

  /** Whether the body is HTML rather than plain text. */
  public boolean hasHtml() {
    return HTML.matcher(body).lookingAt();
  }

  /** The trigger properties that it may print. */
  public Set<String> eventProperties() {
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher =
        EVENT_PROPERTY.matcher(subject + "\n" + body + "\n" + (text == null ? "" : text));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
