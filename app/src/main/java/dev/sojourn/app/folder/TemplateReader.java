package dev.sojourn.app.folder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sojourn.delivery.provider.EmailAddress;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.registry.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template: YAML front matter between two lines of {@code ---}, then Liquid. A separate
 * text part is plain Liquid.
 */
final class TemplateReader {

  private static final String FENCE = "---";
  private static final List<String> KEYS = List.of("subject", "from", "category");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
  private static final int MAX_KEY = 200;

  private final YAMLFactory yaml = new YAMLFactory();

  TemplateReader() {
    yaml.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
  }

  /**
   * Reads a template.
   *
   * @param key path below the templates folder, without the suffix
   * @param part the separate text part, null for none
   */
  Template read(String key, String text, @Nullable String part) throws SourceException {
    if (!KEY.matcher(key).matches() || key.length() > MAX_KEY) {
      throw new SourceException(
          "expected a path of a-z, A-Z, 0-9, '.', '_', '-' and '/' of at most %d letters, found '%s'"
              .formatted(MAX_KEY, key));
    }
    if (!text.startsWith(FENCE + "\n")) {
      throw new SourceException(1, "", "expected front matter that begins with a line '---'");
    }
    int end = (text + "\n").indexOf("\n" + FENCE + "\n", FENCE.length() - 1);
    if (end < 0) {
      throw new SourceException(1, "", "expected a line '---' after the front matter, found none");
    }
    Map<String, String> front = frontMatter(text.substring(0, end + 1));
    String subject = front.get("subject");
    if (subject == null || subject.isBlank()) {
      throw new SourceException(1, "subject", "expected a subject in the front matter, found none");
    }
    String body = text.substring(Math.min(text.length(), end + FENCE.length() + 2));
    String from = front.get("from");
    if (from != null) {
      address(from);
    }
    String category = front.get("category");
    String hash = ContentHash.of(key, subject, from, category, body, part);
    return new Template(key, hash, subject, from, category, body, part);
  }

  private static void address(String from) throws SourceException {
    try {
      new EmailAddress(from);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          1,
          "from",
          "expected an address such as 'Ann <ann@example.com>', found '%s'".formatted(from));
    }
  }

  /** Parses including the opening fence, which YAML allows, so that line numbers are right. */
  private Map<String, String> frontMatter(String text) throws SourceException {
    SourceLines.of(yaml, text);
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = yaml.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          entry(parser, found);
        }
      } else if (first != null && !parser.getText().isEmpty()) {
        throw new SourceException(line(parser), "", "expected 'key: value' in the front matter");
      }
      return found;
    } catch (JsonProcessingException e) {
      throw new SourceException(1, "", e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("expected no I/O on a string", e);
    }
  }

  private static void entry(JsonParser parser, Map<String, String> found)
      throws IOException, SourceException {
    String key = parser.currentName();
    int line = line(parser);
    if (!KEYS.contains(key)) {
      throw new SourceException(line, key, "unknown key, expected one of " + KEYS);
    }
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      throw new SourceException(
          line, key, "expected text, found %s".formatted(parser.currentToken().asString()));
    }
    found.put(key, parser.getText().strip());
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
