package dev.sojourn.processor.query;

/**
 * Answers one type of query from the stores of a partition. Stateless, so that any number of
 * threads can use it.
 *
 * @param <Q> the query, with a {@link com.fasterxml.jackson.annotation.JsonTypeName} by which nodes
 *     send it to each other
 * @param <A> its result
 */
public interface QueryHandler<Q extends Query<A>, A> {

  /** The class of the query. */
  Class<Q> type();

  /**
   * Answers a query.
   *
   * @throws PartitionUnavailableException when the partition cannot answer yet
   */
  A answer(Q query, PartitionView partition) throws PartitionUnavailableException;

  /** How a query is answered. */
  @FunctionalInterface
  interface Answers<Q, A> {
    A answer(Q query, PartitionView partition) throws PartitionUnavailableException;
  }

  /** A handler of this type of query. */
  static <Q extends Query<A>, A> QueryHandler<Q, A> of(Class<Q> type, Answers<Q, A> answers) {
    return new QueryHandler<>() {
      @Override
      public Class<Q> type() {
        return type;
      }

      @Override
      public A answer(Q query, PartitionView partition) throws PartitionUnavailableException {
        return answers.answer(query, partition);
      }
    };
  }
}
