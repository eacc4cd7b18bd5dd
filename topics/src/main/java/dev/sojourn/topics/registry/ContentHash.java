package dev.sojourn.topics.registry;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.event.Digest;
import dev.sojourn.topics.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Content hash of definitions and templates: 32 hex digits of SHA-256. */
public final class ContentHash {

  private static final int BYTES = 16;

  private ContentHash() {}

  /** Hash of a definition, independent of the format and layout it was written in. */
  public static String of(JourneyDefinition definition) {
    return hex(new String(Json.canonical(definition), StandardCharsets.UTF_8));
  }

  /** Hash of a template without a plain-text alternative of its own. */
  public static String of(
      String key, String subject, @Nullable String from, @Nullable String category, String body) {
    return hex(key, subject, String.valueOf(from), String.valueOf(category), body);
  }

  /** Hash of a template. */
  public static String of(
      String key,
      String subject,
      @Nullable String from,
      @Nullable String category,
      String body,
      @Nullable String text) {
    return text == null
        ? of(key, subject, from, category, body)
        : hex(key, subject, String.valueOf(from), String.valueOf(category), body, text);
  }

  private static String hex(String... parts) {
    return HexFormat.of().formatHex(Digest.of(parts).array(), 0, BYTES);
  }
}
