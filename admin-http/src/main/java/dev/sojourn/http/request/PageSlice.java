package dev.sojourn.http.request;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a page.
 *
 * @param cursor where the next page begins, null when this one is the last
 */
public record PageSlice<T>(List<T> rows, @Nullable String cursor) {

  public PageSlice {
    rows = List.copyOf(rows);
  }

  /** Maps the rows to what callers see. */
  public <V> PageSlice<V> map(Function<? super T, ? extends V> view) {
    return new PageSlice<>(rows.stream().<V>map(view).toList(), cursor);
  }
}
