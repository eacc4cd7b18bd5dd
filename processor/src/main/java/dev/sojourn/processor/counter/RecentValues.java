package dev.sojourn.processor.counter;

import java.util.LinkedHashMap;
import java.util.function.Function;

/**
 * The values that were used last, so that a hot counter is neither read nor decoded again. Values
 * are written through by their user, so that any may be dropped.
 */
final class RecentValues<K, V> {

  private final LinkedHashMap<K, V> values = new LinkedHashMap<>(64, 0.75f, true);
  private final int limit;
  private final Function<K, V> load;

  /**
   * @param limit how many to keep
   * @param load reads a value that is not kept
   */
  RecentValues(int limit, Function<K, V> load) {
    this.limit = limit;
    this.load = load;
  }

  V get(K key) {
    V known = values.get(key);
    if (known != null) {
      return known;
    }
    V loaded = load.apply(key);
    values.put(key, loaded);
    if (values.size() > limit) {
      values.remove(values.keySet().iterator().next());
    }
    return loaded;
  }
}
