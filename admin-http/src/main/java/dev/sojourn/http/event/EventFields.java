package dev.sojourn.http.event;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.FieldErrors;
import dev.sojourn.http.request.JsonLimits;
import dev.sojourn.topics.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields of an event that is ingested, read one by one. Whatever is invalid is refused with 400 and
 * the path of the field. An optional field that is null counts as absent.
 *
 * <p>By hand, unlike other bodies: every event comes this way, and the events of a batch are
 * answered one by one.
 */
final class EventFields {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final JsonNode node;
  private final String prefix;

  private EventFields(JsonNode node, String prefix) {
    this.node = node;
    this.prefix = prefix;
  }

  /**
   * Reads an object that may have only these fields.
   *
   * @param path of the object, such as {@code events[3]}; empty for the body itself
   */
  static EventFields of(JsonNode node, String path, Set<String> known) {
    if (!node.isObject()) {
      throw RefusedException.invalid(FieldErrors.noObject(path, node));
    }
    List<String> unknown = FieldErrors.unknownIn(node, known);
    if (!unknown.isEmpty()) {
      throw RefusedException.invalid(FieldErrors.unknown(path, unknown, known));
    }
    return new EventFields(node, path.isEmpty() ? "" : path + ".");
  }

  /** A required string that is not blank. */
  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw wrong(name, "a string", node.path(name));
    }
    if (text.isBlank()) {
      throw invalid(name, "expected a string that is not blank");
    }
    return text;
  }

  @Nullable String optionalText(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(name, "a string", value);
    }
    if (!JsonLimits.isWhole(value.textValue())) {
      throw invalid(name, JsonLimits.WHOLE);
    }
    return value.textValue();
  }

  /** An object of any shape. */
  @Nullable Map<String, Object> optionalObject(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw wrong(name, "an object", value);
    }
    JsonLimits.tooLargeIn(name, value)
        .ifPresent(
            path -> {
              throw invalid(path, JsonLimits.NUMBER);
            });
    return Json.mapper().convertValue(value, OBJECT);
  }

  /** A required list of {@code min} to {@code max} elements. */
  List<JsonNode> list(String name, int min, int max) {
    JsonNode value = value(name);
    if (value == null || !value.isArray()) {
      throw wrong(name, "a list", node.path(name));
    }
    if (value.size() < min || value.size() > max) {
      throw invalid(name, "expected %d to %d elements, found %d".formatted(min, max, value.size()));
    }
    return List.copyOf(value.valueStream().toList());
  }

  /** A refusal that names this field. */
  RefusedException invalid(String name, String text) {
    return RefusedException.invalid(FieldErrors.invalid(prefix + name, text));
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private RefusedException wrong(String name, String expected, JsonNode found) {
    return RefusedException.invalid(FieldErrors.wrong(prefix + name, expected, found));
  }
}
