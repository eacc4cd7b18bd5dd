package dev.sojourn.processor.retention;

import java.time.Instant;

/** Rows of one family that are kept for a time. */
@FunctionalInterface
public interface ExpiringRows {

  /**
   * Deletes some of the rows that are past their retention.
   *
   * @param rows how many to look at
   * @return whether all rows have been looked at in this round
   */
  boolean expire(Instant now, int rows);
}
