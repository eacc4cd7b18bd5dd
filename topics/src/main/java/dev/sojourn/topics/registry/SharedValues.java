package dev.sojourn.topics.registry;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The registry values of a process, one object for each content: every task has the whole registry,
 * and without this the heap would grow with their number. Values are held weakly, so that those of
 * replaced entries go. Safe for any number of threads.
 */
public final class SharedValues {

  private final Map<Object, WeakReference<Object>> values = new WeakHashMap<>();

  /** The value that was shared first of all that are equal to this one. */
  public <V> V share(V value) {
    @Nullable Object first = first(value);
    // What equals a value is of its class: values are records.
    @SuppressWarnings("unchecked")
    V shared = value.getClass().isInstance(first) ? (V) first : value;
    return shared;
  }

  private synchronized @Nullable Object first(Object value) {
    WeakReference<Object> known = values.get(value);
    Object first = known == null ? null : known.get();
    if (first == null) {
      values.put(value, new WeakReference<>(value));
    }
    return first;
  }
}
