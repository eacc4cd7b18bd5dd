package dev.sojourn.http.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to 100
 * @param offset 0 to 10,000
 */
public record Page(int limit, int offset) {

  public static final int MAX_LIMIT = 100;
  public static final int MAX_OFFSET = 10_000;

  /** How many of the newest each partition must give, so that the merged page is right. */
  public int reach() {
    return offset + limit;
  }

  /** This part of a list that is whole. */
  public <T> List<T> of(List<T> all) {
    int from = Math.min(offset, all.size());
    return all.subList(from, Math.min(all.size(), from + limit));
  }

  /**
   * This part of several lists merged. The order within each list is kept even where the comparator
   * sees a tie, so that two pages never disagree on who comes first.
   *
   * @param lists each in the order of {@code order}, and at least {@link #reach()} long unless it
   *     ends earlier
   */
  public <T> List<T> merge(List<List<T>> lists, Comparator<? super T> order) {
    PriorityQueue<Cursor<T>> heads =
        new PriorityQueue<>((left, right) -> order.compare(left.head(), right.head()));
    for (List<T> list : lists) {
      if (!list.isEmpty()) {
        heads.add(new Cursor<>(list, 0));
      }
    }
    List<T> merged = new ArrayList<>();
    while (merged.size() < reach() && !heads.isEmpty()) {
      Cursor<T> first = heads.remove();
      merged.add(first.head());
      if (first.at() + 1 < first.list().size()) {
        heads.add(new Cursor<>(first.list(), first.at() + 1));
      }
    }
    return of(merged);
  }

  private record Cursor<T>(List<T> list, int at) {
    T head() {
      return list.get(at);
    }
  }
}
