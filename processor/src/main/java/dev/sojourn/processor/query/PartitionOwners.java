package dev.sojourn.processor.query;

import java.util.Optional;

/** Owners of partitions. Safe for any number of threads. */
public interface PartitionOwners {

  /** The number of partitions; fixed for the life of a prefix. */
  int partitions();

  /** The node that owns a partition now; empty while no node does. */
  Optional<Owner> ownerOf(int partition);

  /**
   * A node.
   *
   * @param local whether it is this one
   */
  record Owner(String host, int port, boolean local) {}
}
