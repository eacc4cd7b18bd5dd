package dev.sojourn.processor.row;

import java.time.Instant;

/** Rows of one family that have a retention. */
@FunctionalInterface
public interface ExpiringRows {

  /**
   * Deletes some of the rows that are past their retention.
   *
   * @param rows how many to examine
   * @return whether all rows have been examined in this round
   */
  boolean expire(Instant now, int rows);
}
