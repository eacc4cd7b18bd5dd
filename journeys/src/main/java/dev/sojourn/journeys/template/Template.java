package dev.sojourn.journeys.template;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message to be rendered, addressed by the hash of its content, so that nodes with different
 * folders do not matter.
 *
 * @param key such as {@code activation/welcome}
 * @param hash of everything below
 * @param subject Liquid
 * @param from the sender, when it is not the default
 * @param category what it is, for those who opted out of it
 * @param body Liquid
 * @param text Liquid, what is shown instead of a body in HTML; null when that is made of the body
 */
public record Template(
    String key,
    String hash,
    String subject,
    @Nullable String from,
    @Nullable String category,
    String body,
    @Nullable String text) {

  /** A tag of HTML, after any tags of Liquid that print nothing before it. */
  private static final Pattern HTML = Pattern.compile("(?s)\\A(?:\\s++|\\{%.*?%\\})*+<");

  private static final Pattern EVENT_PROPERTY =
      Pattern.compile("\\bevent\\.(?:properties\\.)?([A-Za-z0-9_$-]+)");

  /** One without a text of its own. */
  public Template(
      String key,
      String hash,
      String subject,
      @Nullable String from,
      @Nullable String category,
      String body) {
    this(key, hash, subject, from, category, body, null);
  }

  /** Whether the body is HTML, and not plain text. */
  public boolean hasHtml() {
    return HTML.matcher(body).lookingAt();
  }

  /** The trigger's properties that it may print. */
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
