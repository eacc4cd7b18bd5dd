package dev.sojourn.journeys.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a property by its name or by a dotted path. */
public final class Paths {

  private Paths() {}

  /**
   * The value at {@code path}. A property whose name is the whole path takes precedence, because
   * producers do use dots in names.
   *
   * @return null when there is none
   */
  public static @Nullable Object read(Map<String, Object> properties, String path) {
    if (properties.containsKey(path)) {
      return properties.get(path);
    }
    int dot = path.indexOf('.');
    if (dot <= 0) {
      return null;
    }
    Object inner = properties.get(path.substring(0, dot));
    return inner instanceof Map<?, ?> map ? read(asProperties(map), path.substring(dot + 1)) : null;
  }

  /** The name of the top-level property that {@code path} starts from. */
  public static String root(String path) {
    int dot = path.indexOf('.');
    return dot <= 0 ? path : path.substring(0, dot);
  }

  @SuppressWarnings("unchecked") // JSON objects have no other keys than strings
  private static Map<String, Object> asProperties(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
