package dev.sojourn.processor.query;

/**
 * Queries against the stores of this node. Results show local state that may not be committed yet:
 * a crash can roll back what was read. Safe for any number of threads.
 */
public interface LocalQueries {

  /**
   * Queries one partition that this node owns.
   *
   * @throws PartitionUnavailableException when this node does not own it at the moment
   */
  <A> A ask(Query<A> query, int partition) throws PartitionUnavailableException;
}
