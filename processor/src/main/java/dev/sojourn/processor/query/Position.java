package dev.sojourn.processor.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Position of a row in a list; every list is ordered newest first, ties by id. A page after a
 * position is the same however many rows were added or removed before it.
 *
 * @param at to the millisecond, as in rows and cursors
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

  /** Whether a row at this position comes strictly after a row at the other one. */
  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  /**
   * Whether a row at a position follows a page that ended at {@code after}; null for the first
   * page.
   */
  public static boolean follows(Position position, @Nullable Position after) {
    return after == null || position.isAfter(after);
  }

  /** The first rows after a position, in list order. */
  public static <T> List<T> page(
      List<T> all, Function<T, Position> position, @Nullable Position after, int limit) {
    return all.stream()
        .filter(row -> follows(position.apply(row), after))
        .sorted(Comparator.comparing(position))
        .limit(limit)
        .toList();
  }
}
