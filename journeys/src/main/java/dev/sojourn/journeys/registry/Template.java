package dev.sojourn.journeys.registry;

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
 */
public record Template(
    String key,
    String hash,
    String subject,
    @Nullable String from,
    @Nullable String category,
    String body) {

  private static final Pattern EVENT_PROPERTY =
      Pattern.compile("\\bevent\\.(?:properties\\.)?([A-Za-z0-9_$-]+)");

  /** The trigger's properties that it may print. */
  public Set<String> eventProperties() {
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = EVENT_PROPERTY.matcher(subject + "\n" + body);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
