package dev.sojourn.http.request;

import dev.sojourn.processor.query.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Page of a list. All lists are paged alike: newest first, ties by id, cut by {@code limit} and
 * {@code offset} or, at any depth, by {@code limit} and {@code cursor}.
 *
 * @param limit 1 to 100
 * @param offset 0 to 10,000; 0 with a position
 * @param list identifies the list and its filters; part of every cursor it issues
 * @param after where the last page ended, null to begin with the newest
 */
public record Page(int limit, int offset, String list, @Nullable Position after) {

  public static final int MAX_LIMIT = 100;
  public static final int MAX_OFFSET = 10_000;

  /** A page whose cursor is not used. */
  public Page(int limit, int offset) {
    this(limit, offset, "", null);
  }

  /**
   * How many of the newest rows after the position each partition must return for the merged page
   * to be correct: one more than the page shows, to know whether there are more.
   */
  public int reach() {
    return offset + limit + 1;
  }

  /** Cuts this page from a complete, ordered list. */
  public <T> PageSlice<T> of(List<T> all, Function<? super T, Position> position) {
    Position seen = after;
    return cut(
        seen == null ? all : all.stream().filter(row -> position.apply(row).isAfter(seen)).toList(),
        position);
  }

  /**
   * Cuts this page from several merged lists. The order within each list is kept even where
   * positions tie, so that pages never disagree on the order.
   *
   * @param lists each in order, with rows after the position, and at least {@link #reach()} long
   *     unless it ends earlier
   */
  public <T> PageSlice<T> merge(List<List<T>> lists, Function<? super T, Position> position) {
    PriorityQueue<Head<T>> heads =
        new PriorityQueue<>(Comparator.comparing(head -> position.apply(head.row())));
    for (List<T> list : lists) {
      if (!list.isEmpty()) {
        heads.add(new Head<>(list, 0));
      }
    }
    List<T> merged = new ArrayList<>();
    while (merged.size() < reach() && !heads.isEmpty()) {
      Head<T> first = heads.remove();
      merged.add(first.row());
      if (first.at() + 1 < first.list().size()) {
        heads.add(new Head<>(first.list(), first.at() + 1));
      }
    }
    return cut(merged, position);
  }

  private <T> PageSlice<T> cut(List<T> rows, Function<? super T, Position> position) {
    int from = Math.min(offset, rows.size());
    int to = Math.min(from + limit, rows.size());
    boolean more = to > from && to < rows.size();
    return new PageSlice<>(
        rows.subList(from, to), more ? Cursor.write(list, position.apply(rows.get(to - 1))) : null);
  }

  /**
   * The response of a list with a total; {@code cursor} is present only when there are more rows.
   *
   * @param name field name of the rows
   */
  public Map<String, Object> answer(String name, PageSlice<?> part, long total) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(name, part.rows());
    answer.put("total", total);
    answer.put("limit", limit);
    answer.put("offset", offset);
    if (part.cursor() != null) {
      answer.put("cursor", part.cursor());
    }
    return answer;
  }

  private record Head<T>(List<T> list, int at) {
    T row() {
      return list.get(at);
    }
  }
}
