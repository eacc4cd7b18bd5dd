package dev.sojourn.http.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** Limits on JSON that can be stored unchanged: some JSON would be read back as something else. */
public final class JsonLimits {

  /** What is expected of a text that is not {@link #isWhole}. */
  public static final String WHOLE = "expected a string of whole characters";

  /** What is expected of a number that {@link #isTooLarge}. */
  public static final String NUMBER = "expected a number of at most 1.8e308";

  private JsonLimits() {}

  /**
   * Unpaired surrogates have no UTF-8 encoding, so all such strings would be stored as the same
   * one.
   */
  public static boolean isWhole(String text) {
    return text.codePoints().noneMatch(JsonLimits::isHalf);
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** Numbers beyond the range of a double would be stored as the string "Infinity". */
  static boolean isTooLarge(JsonNode value) {
    return value.isDouble() && !Double.isFinite(value.doubleValue());
  }

  /**
   * The path of a number that is too large, empty when there is none.
   *
   * @param path of the value, empty for the body itself
   */
  public static Optional<String> tooLargeIn(String path, JsonNode value) {
    // Such numbers are rare, so the path is built only when there is one.
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
        return pathIn(
            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue());
      }
    }
    return path;
  }
}
