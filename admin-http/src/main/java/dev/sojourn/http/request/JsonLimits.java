package dev.sojourn.http.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Whether what somebody wrote can be stored as it is: some JSON would come back as another. */
final class JsonLimits {

  private JsonLimits() {}

  /** Half a character has no bytes of its own, so that all such texts would be stored as one. */
  static boolean isWhole(String text) {
    return text.codePoints().noneMatch(JsonLimits::isHalf);
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** What is too large for a number would be stored as the text "Infinity". */
  static boolean isTooLarge(JsonNode value) {
    return value.isDouble() && !Double.isFinite(value.doubleValue());
  }

  /** Where a number stands that is too large, empty when there is none. */
  static Optional<String> tooLargeIn(String path, JsonNode value) {
    // Nearly always there is none, and then no path is put together.
    return hasTooLarge(value) ? Optional.of(pathIn(path, value)) : Optional.empty();
  }

  private static boolean hasTooLarge(JsonNode value) {
    if (isTooLarge(value)) {
      return true;
    }
    for (JsonNode child : value) {
      if (hasTooLarge(child)) {
        return true;
      }
    }
    return false;
  }

  private static String pathIn(String path, JsonNode value) {
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      if (hasTooLarge(value.get(i))) {
        return pathIn("%s[%d]".formatted(path, i), value.get(i));
      }
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (hasTooLarge(entry.getValue())) {
        return pathIn(path + "." + entry.getKey(), entry.getValue());
      }
    }
    return path;
  }
}
