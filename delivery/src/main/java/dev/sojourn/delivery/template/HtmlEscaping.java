package dev.sojourn.delivery.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liqp.TemplateContext;
import org.jspecify.annotations.Nullable;

/**
 * HTML escaping of one rendering: tracks which strings are HTML already. All others are escaped
 * when they are printed.
 *
 * <p>Strings are tracked by identity instead of a wrapper type, so that Liquid's comparisons and
 * filters see plain strings. A new string that a filter makes from a trusted one is escaped again:
 * a mistake gives an ugly email, not an injection.
 */
final class HtmlEscaping {

  private static final String KEY = "sojourn-markup";

  private final Set<String> trusted = Collections.newSetFromMap(new IdentityHashMap<>());

  private HtmlEscaping() {}

  /** Escapes output in this context from now on. */
  static void begin(TemplateContext context) {
    context.getEnvironmentMap().put(KEY, new HtmlEscaping());
  }

  private static @Nullable HtmlEscaping of(TemplateContext context) {
    return (HtmlEscaping) context.getEnvironmentMap().get(KEY);
  }

  /** A copy of the text that is trusted as HTML. */
  static String trust(TemplateContext context, Object value) {
    String text = String.valueOf(value);
    HtmlEscaping markup = of(context);
    if (markup == null) {
      return text;
    }
    // A copy, since the original may be a property, which must stay untrusted.
    String copy = String.copyValueOf(text.toCharArray());
    markup.trusted.add(copy);
    return copy;
  }

  static boolean isTrusted(TemplateContext context, @Nullable Object value) {
    HtmlEscaping markup = of(context);
    return markup != null && value instanceof String text && markup.trusted.contains(text);
  }

  /** The value to print, escaped where needed. */
  static @Nullable Object escaped(TemplateContext context, @Nullable Object value) {
    if (value == null || of(context) == null || isTrusted(context, value)) {
      return value;
    }
    if (value instanceof CharSequence || value instanceof Map) {
      return escape(value.toString());
    }
    if (value instanceof Collection<?> all) {
      return escapedAll(context, all);
    }
    if (value instanceof Object[] all) {
      return escapedAll(context, List.of(all));
    }
    return value;
  }

  private static List<@Nullable Object> escapedAll(TemplateContext context, Collection<?> all) {
    List<@Nullable Object> escaped = new ArrayList<>(all.size());
    for (Object one : all) {
      escaped.add(escaped(context, one));
    }
    return escaped;
  }

  /** Safe for text and for attribute values in either kind of quotes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
