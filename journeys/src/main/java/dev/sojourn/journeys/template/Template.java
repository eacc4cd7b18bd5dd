package dev.sojourn.journeys.template;

import dev.sojourn.journeys.kind.RegistryKind;
import dev.sojourn.journeys.kind.RegistryValue;
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
    @Nullable String text)
    implements RegistryValue<Template> {

  private static final String TYPE = "template";
  private static final String CURRENT = "current";

  /** The current template of each key. */
  public static final RegistryKind<Template> KIND =
      RegistryKind.of(TYPE, Template.class, Template::key).flagged(CURRENT, true);

  /** All templates ever published by their hash, for pending sends. */
  public static final RegistryKind<Template> CONTENT =
      RegistryKind.of(TYPE, Template.class, Template::hash)
          .under("content")
          .flagged(CURRENT, false);

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

  @Override
  public RegistryKind<Template> kind() {
    return KIND;
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
