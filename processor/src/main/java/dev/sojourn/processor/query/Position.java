package dev.sojourn.processor.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a row stands in a list; every list has this order: newest first, ties by id. A page that
 * begins after a position is the same however much has come or gone before it.
 *
 * @param at to the millisecond, as rows and cursors have it
 */
public record Position(Instant at, String id) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::at).reversed().thenComparing(Position::id);

  public Position {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** Whether a row that stands here comes strictly after one that stands there. */
  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  /** Whether a row that stands here belongs to what comes after a page; null is before all. */
  public static boolean follows(Position position, @Nullable Position after) {
    return after == null || position.isAfter(after);
  }

  /** The first rows after a position, in the order of every list. */
  public static <T> List<T> page(
      List<T> all, Function<T, Position> position, @Nullable Position after, int limit) {
    return all.stream()
        .filter(row -> follows(position.apply(row), after))
        .sorted(Comparator.comparing(position))
        .limit(limit)
        .toList();
  }
}
