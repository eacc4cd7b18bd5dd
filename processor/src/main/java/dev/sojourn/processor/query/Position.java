package dev.sojourn.processor.query;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

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
}
