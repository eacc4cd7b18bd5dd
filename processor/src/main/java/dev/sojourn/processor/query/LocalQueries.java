package dev.sojourn.processor.query;

/**
 * Asks the stores of this node. Answers show local state that may not be committed yet: a crash can
 * take back what was read. Safe for any number of threads.
 */
public interface LocalQueries {

  /**
   * Asks one partition that this node owns.
   *
   * @throws PartitionUnavailableException when this node does not own it now
   */
  <A> A ask(Query<A> query, int partition) throws PartitionUnavailableException;
}
