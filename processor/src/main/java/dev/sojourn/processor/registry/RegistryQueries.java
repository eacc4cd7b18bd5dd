package dev.sojourn.processor.registry;

import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.registry.RegistryRecord;
import java.util.List;

/** Queries for the registry that a partition has read. */
public final class RegistryQueries {

  private RegistryQueries() {}

  public static List<QueryHandler<?, ?>> handlers() {
    return List.of(
        QueryHandler.of(Query.RegistryContent.class, (query, partition) -> content(partition)));
  }

  private static QueryResult.RegistryContent content(PartitionView partition) {
    return new QueryResult.RegistryContent(
        partition.scan(Keys.registry()).stream()
            .map(row -> RegistryRecord.read(row.value))
            // Of an entry of an unknown kind, this node has nothing but the bytes.
            .filter(RegistryEntry.class::isInstance)
            .toList());
  }
}
