package dev.sojourn.processor.engine;

import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Query dispatcher: passes each query to the handler of its type. Thread-safe. */
final class QueryDispatcher {

  private final Map<Class<?>, QueryHandler<?, ?>> handlers;

  /**
   * Creates a dispatcher.
   *
   * @throws IllegalStateException when two handlers answer the same type of query
   */
  QueryDispatcher(List<QueryHandler<?, ?>> handlers) {
    this.handlers =
        handlers.stream()
            .collect(Collectors.toUnmodifiableMap(QueryHandler::type, Function.identity()));
  }

  /**
   * Answers a query.
   *
   * @throws PartitionUnavailableException when this partition cannot answer yet
   * @throws IllegalArgumentException when no handler answers this type of query
   */
  <A> A answer(Query<A> query, PartitionView partition) throws PartitionUnavailableException {
    QueryHandler<?, ?> handler = handlers.get(query.getClass());
    if (handler == null) {
      throw new IllegalArgumentException(
          "expected a query with a handler, found %s".formatted(query.getClass().getName()));
    }
    // A handler is listed under its own type, whose result is A.
    @SuppressWarnings("unchecked")
    QueryHandler<Query<A>, A> typed = (QueryHandler<Query<A>, A>) handler;
    return typed.answer(query, partition);
  }
}
