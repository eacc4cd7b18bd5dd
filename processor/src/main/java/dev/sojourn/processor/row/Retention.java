package dev.sojourn.processor.row;

import java.time.Duration;

/** How long the rows of a family are kept. */
public sealed interface Retention {

  /** For good, or until a person is erased. */
  record Permanent() implements Retention {}

  /** As long as something else says, such as the instance that a row belongs to. */
  record WithOwner() implements Retention {}

  /** The newest rows only, as their store counts them. */
  record Newest() implements Retention {}

  /** In segments that the store drops as a whole. */
  record Segments(Duration atLeast) implements Retention {}

  /** For some time; the retention task examines them in slices. */
  record Limited(Duration age, ExpiringRows rows) implements Retention {}
}
