package dev.sojourn.processor.outbox;

import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Position;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.OutboxMessage;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.json.Json;
import java.util.List;

/** Queries for the messages of the log provider. */
public final class OutboxQueries {

  private OutboxQueries() {}

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(QueryHandler.of(Query.Outbox.class, OutboxQueries::list));
  }

  private static QueryResult.Outbox list(Query.Outbox query, PartitionView partition) {
    List<OutboxMessage> found =
        partition.scan(Keys.outbox()).stream()
            .map(row -> Json.read(row.value, OutboxMessage.class))
            .filter(message -> query.userId() == null || message.userId().equals(query.userId()))
            .toList();
    return new QueryResult.Outbox(
        Position.page(found, OutboxMessage::position, query.after(), query.limit()), found.size());
  }
}
