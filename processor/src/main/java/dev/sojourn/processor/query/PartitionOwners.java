package dev.sojourn.processor.query;

import java.util.Optional;

/** Who owns which partition. Safe for any number of threads. */
public interface PartitionOwners {

  /** How many partitions there are; fixed for the life of a prefix. */
  int partitions();

  /** The node that owns a partition now, empty while nobody does. */
  Optional<Owner> ownerOf(int partition);

  /**
   * A node.
   *
   * @param local whether it is this one
   */
  record Owner(String host, int port, boolean local) {}
}
