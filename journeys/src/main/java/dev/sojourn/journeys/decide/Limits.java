package dev.sojourn.journeys.decide;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Size limits that are checked before anything is written. In bytes of JSON; sizes are estimated
 * and never overestimated.
 */
public final class Limits {

  /** A canonical event, as stored in the log. */
  public static final int EVENT = 256 * 1024;

  /** All properties of one contact. */
  public static final int CONTACT = 64 * 1024;

  /** The trigger properties that an instance keeps. */
  public static final int CONTEXT = 4 * 1024;

  private Limits() {}

  /** The approximate size of a value as JSON. */
  public static int sizeOf(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      int sum = 2;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += sizeOf(entry.getKey()) + sizeOf(entry.getValue()) + 2;
      }
      return sum;
    }
    if (value instanceof Collection<?> many) {
      int sum = 2;
      for (Object one : many) {
        sum += sizeOf(one) + 1;
      }
      return sum;
    }
    if (value instanceof String text) {
      return utf8Length(text) + 2;
    }
    return String.valueOf(value).length();
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
