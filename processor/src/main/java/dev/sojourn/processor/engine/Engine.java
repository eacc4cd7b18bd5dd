package dev.sojourn.processor.engine;

import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.meter.Meters;
import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionOwners;
import java.util.Optional;

/** A running engine, as the surfaces over it see it. Safe for any number of threads. */
public interface Engine {

  LocalQueries queries();

  PartitionOwners owners();

  /**
   * Everything published, as one of this node's partitions has it; whoever was told that a change
   * is applied finds it here. Empty while this node owns no partition.
   */
  Optional<Registry> registry();

  /** Whether it processes: every partition it was given is restored and running. */
  boolean ready();

  /** What it has done since the process started, and how it does. */
  Meters meters();
}
