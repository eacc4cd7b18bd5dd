package dev.sojourn.http.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.topics.json.BindingErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Texts for invalid fields of a request: what was expected, what was found, and the path. */
public final class FieldErrors {

  private FieldErrors() {}

  /**
   * A field with an invalid value.
   *
   * @param path such as {@code users[3].userId}
   */
  public static String invalid(String path, String text) {
    return "%s for field '%s'".formatted(text, path);
  }

  /**
   * A field with a value of another type.
   *
   * @param found a missing node when there is none
   */
  public static String wrong(String path, String expected, JsonNode found) {
    return invalid(path, "expected %s, found %s".formatted(expected, kind(found)));
  }

  /** An object that is something else; the path is empty for the body itself. */
  public static String noObject(String path, JsonNode found) {
    return path.isEmpty()
        ? "expected an object in the body, found " + kind(found)
        : wrong(path, "an object", found);
  }

  /** The fields of an object that it may not have; empty when it has only known ones. */
  public static List<String> unknownIn(JsonNode object, Collection<String> known) {
    List<String> unknown = new ArrayList<>();
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                unknown.add(name);
              }
            });
    return unknown;
  }

  /**
   * Fields that an object may not have, with the nearest of those that it may.
   *
   * @param path of the object, empty for the body itself
   */
  public static String unknown(String path, List<String> unknown, Collection<String> known) {
    String prefix = path.isEmpty() ? "" : path + ".";
    return "unknown field%s %s, expected %s%s"
        .formatted(
            unknown.size() == 1 ? "" : "s",
            String.join(", ", unknown.stream().map(name -> "'" + prefix + name + "'").toList()),
            known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known)),
            unknown.size() == 1 ? BindingErrors.suggestion(unknown.get(0), known) : "");
  }

  /** What a value is, in the words of JSON. */
  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a string";
      case NUMBER ->
          JsonLimits.isTooLarge(node) ? "too large a number" : "the number " + node.asText();
      case BOOLEAN -> node.asText();
      case NULL -> "null";
      default -> "nothing";
    };
  }
}
