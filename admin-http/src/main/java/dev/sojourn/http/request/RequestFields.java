package dev.sojourn.http.request;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a JSON object in a request, read one by one. Whatever is invalid is refused with 400
 * and the path of the field.
 *
 * <p>An optional field that is null counts as absent, since many clients write absent values as
 * null.
 */
public final class RequestFields {

  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final JsonNode node;
  private final String prefix;

  private RequestFields(JsonNode node, String prefix) {
    this.node = node;
    this.prefix = prefix;
  }

  /**
   * Reads an object that may have only these fields.
   *
   * @param path of the object, such as {@code users[3]}; empty for the body itself
   */
  public static RequestFields of(JsonNode node, String path, Set<String> known) {
    if (!node.isObject()) {
      throw RefusedException.invalid(
          "expected an object%s, found %s"
              .formatted(path.isEmpty() ? " in the body" : " for '" + path + "'", kind(node)));
    }
    String prefix = path.isEmpty() ? "" : path + ".";
    List<String> unknown = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                unknown.add("'" + prefix + name + "'");
              }
            });
    if (!unknown.isEmpty()) {
      throw RefusedException.invalid(
          "unknown field%s %s, expected %s"
              .formatted(
                  unknown.size() == 1 ? "" : "s",
                  String.join(", ", unknown),
                  known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
    }
    return new RequestFields(node, prefix);
  }

  public boolean isEmpty() {
    return node.isEmpty();
  }

  /** Whether the field is present and null. */
  public boolean isNull(String name) {
    JsonNode value = node.get(name);
    return value != null && value.isNull();
  }

  /** A required string that is not blank. */
  public String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw missing(name, "a string");
    }
    if (text.isBlank()) {
      throw invalid(name, "expected a string that is not blank");
    }
    return text;
  }

  public @Nullable String optionalText(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(name, "a string", value);
    }
    return whole(name, value.textValue());
  }

  public boolean flag(String name) {
    Boolean flag = optionalFlag(name);
    if (flag == null) {
      throw missing(name, "true or false");
    }
    return flag;
  }

  public @Nullable Boolean optionalFlag(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  /** A whole number of zero or more. */
  public @Nullable Integer optionalCount(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 0) {
      throw wrong(name, "a whole number of zero or more", value);
    }
    return value.intValue();
  }

  /**
   * A whole number in a range, both ends inclusive.
   *
   * @return null when absent
   */
  public @Nullable Integer optionalNumber(String name, int min, int max) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    if (!fits || value.intValue() < min || value.intValue() > max) {
      throw wrong(name, "a whole number from %d to %d".formatted(min, max), value);
    }
    return value.intValue();
  }

  /** A required whole number in a range, both ends inclusive. */
  public int number(String name, int min, int max) {
    Integer number = optionalNumber(name, min, max);
    if (number == null) {
      throw missing(name, "a whole number from %d to %d".formatted(min, max));
    }
    return number;
  }

  /** An ISO-8601 time. */
  public @Nullable Instant optionalTime(String name) {
    String text = optionalText(name);
    return text == null
        ? null
        : Times.parse(text)
            .orElseThrow(
                () -> invalid(name, "expected an ISO-8601 time, found '%s'".formatted(text)));
  }

  /** A string with a fixed set of values. */
  public @Nullable String optionalChoice(String name, List<String> allowed) {
    String text = optionalText(name);
    if (text != null && !allowed.contains(text)) {
      throw invalid(
          name, "expected one of %s, found '%s'".formatted(String.join(", ", allowed), text));
    }
    return text;
  }

  /** A list of strings that are not blank. */
  public @Nullable List<String> optionalTexts(String name, int max) {
    if (value(name) == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(name, 0, max)) {
      if (!element.isTextual() || element.textValue().isBlank()) {
        throw wrong(name + "[" + texts.size() + "]", "a string that is not blank", element);
      }
      texts.add(whole(name + "[" + texts.size() + "]", element.textValue()));
    }
    return texts;
  }

  /** An object that may have only these fields. */
  public @Nullable RequestFields optionalFields(String name, Set<String> known) {
    JsonNode value = value(name);
    return value == null ? null : of(value, prefix + name, known);
  }

  /** An object of any shape. */
  public @Nullable Map<String, Object> optionalObject(String name) {
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
              throw invalid(path, "expected a number of at most 1.8e308");
            });
    return Json.mapper().convertValue(value, OBJECT);
  }

  /** An object whose values are all booleans. */
  public @Nullable Map<String, Boolean> optionalFlags(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw wrong(name, "an object", value);
    }
    Map<String, Boolean> flags = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (!entry.getValue().isBoolean()) {
        throw wrong(name + "." + entry.getKey(), "true or false", entry.getValue());
      }
      flags.put(entry.getKey(), entry.getValue().booleanValue());
    }
    return flags;
  }

  /** A list of strings, empty when absent; a list that is present must not be empty. */
  public List<String> optionalTexts(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(name, "a list of one string or more", value);
    }
    if (value.isEmpty()) {
      throw invalid(name, "expected a list of one string or more, found an empty one");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw wrong(name, "a list of strings", element);
      }
      texts.add(whole(name, element.textValue()));
    }
    return texts;
  }

  /** A required list of {@code min} to {@code max} elements. */
  public List<JsonNode> list(String name, int min, int max) {
    JsonNode value = value(name);
    if (value == null) {
      throw missing(name, "a list");
    }
    if (!value.isArray()) {
      throw wrong(name, "a list", value);
    }
    if (value.size() < min || value.size() > max) {
      throw invalid(name, "expected %d to %d elements, found %d".formatted(min, max, value.size()));
    }
    return List.copyOf(value.valueStream().toList());
  }

  /** A refusal that names this field. */
  public RefusedException invalid(String name, String text) {
    return RefusedException.invalid("%s for field '%s%s'".formatted(text, prefix, name));
  }

  private String whole(String name, String text) {
    if (!JsonLimits.isWhole(text)) {
      throw invalid(name, "expected a string of whole characters");
    }
    return text;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private RefusedException missing(String name, String expected) {
    return invalid(name, "expected %s, found nothing".formatted(expected));
  }

  private RefusedException wrong(String name, String expected, JsonNode found) {
    return invalid(name, "expected %s, found %s".formatted(expected, kind(found)));
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case NUMBER ->
          JsonLimits.isTooLarge(node) ? "too large a number" : "the number " + node.asText();
      case BOOLEAN -> node.asText();
      default -> "nothing";
    };
  }
}
