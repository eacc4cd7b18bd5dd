package dev.sojourn.processor.engine;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionOwners;
import java.util.Optional;

/** A running engine, as seen by the APIs on top of it. Safe for any number of threads. */
public interface Engine {

  LocalQueries queries();

  PartitionOwners owners();

  /**
   * The registry, as one of this node's partitions has it; a change whose command result says that
   * it is applied is included. Empty while this node owns no partition.
   */
  Optional<Registry> registry();

  /** Whether it processes records: every assigned partition is restored and running. */
  boolean ready();

  /** The engine's meters that are refreshed before a scrape; the others count as they go. */
  Meters meters();
}
