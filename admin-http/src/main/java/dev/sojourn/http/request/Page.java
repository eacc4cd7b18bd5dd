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
 * Which part of a list is asked for. All lists are paged alike: newest first, ties by id, cut by
 * {@code limit} and {@code offset} or, for as deep as anybody likes, by {@code limit} and {@code
 * cursor}.
 *
 * @param limit 1 to 100
 * @param offset 0 to 10,000; 0 with a position
 * @param list which list it is, under which filters; in every cursor that it gives
 * @param after where the last page ended, null to begin with the newest
 */
public record Page(int limit, int offset, String list, @Nullable Position after) {

  public static final int MAX_LIMIT = 100;
  public static final int MAX_OFFSET = 10_000;

  /** A page that nobody goes on from. */
  public Page(int limit, int offset) {
    this(limit, offset, "", null);
  }

  /**
   * How many of the newest after the position each partition must give, so that the merged page is
   * right: one more than it shows, to know whether there is more.
   */
  public int reach() {
    return offset + limit + 1;
  }

  /** This part of a list that is whole and in order. */
  public <T> PageSlice<T> of(List<T> all, Function<? super T, Position> position) {
    Position seen = after;
    return cut(
        seen == null ? all : all.stream().filter(row -> position.apply(row).isAfter(seen)).toList(),
        position);
  }

  /**
   * This part of several lists merged. The order within each list is kept even where positions tie,
   * so that two pages never disagree on who comes first.
   *
   * @param lists each in order, of rows after the position, and at least {@link #reach()} long
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
   * The answer of a list with a total: {@code cursor} is there only when there is more.
   *
   * @param name what the rows are called
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
