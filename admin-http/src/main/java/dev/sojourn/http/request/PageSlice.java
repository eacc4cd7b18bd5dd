package dev.sojourn.http.request;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a page.
 *
 * @param cursor where the next page begins, null when this one is the last
 */
public record PageSlice<T>(List<T> rows, @Nullable String cursor) {

  public PageSlice {
    rows = List.copyOf(rows);
  }

  /** The same rows as callers see them. */
  public <V> PageSlice<V> map(Function<? super T, ? extends V> view) {
    return new PageSlice<>(rows.stream().<V>map(view).toList(), cursor);
  }
}
