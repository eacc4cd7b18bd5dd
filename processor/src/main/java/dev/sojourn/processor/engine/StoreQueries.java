package dev.sojourn.processor.engine;

import dev.sojourn.processor.query.LocalQueries;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.task.StoreNames;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Interactive queries against the stores of the active tasks of this process. */
public final class StoreQueries implements LocalQueries {

  private final KafkaStreams streams;
  private final QueryDispatcher dispatcher = new QueryDispatcher(Features.queries());

  public StoreQueries(KafkaStreams streams) {
    this.streams = streams;
  }

  @Override
  public <A> A ask(Query<A> query, int partition) throws PartitionUnavailableException {
    try {
      return dispatcher.answer(
          query,
          new PartitionView(
              partition,
              keyValue(StoreNames.STATE, partition),
              keyValue(StoreNames.COUNTERS, partition),
              store(StoreNames.HISTORY, partition, QueryableStoreTypes.windowStore())));
    } catch (InvalidStateStoreException e) {
      throw new PartitionUnavailableException(
          partition, "it moves, is being restored, or the engine is not running");
    }
  }

  private ReadOnlyKeyValueStore<Bytes, byte[]> keyValue(String name, int partition) {
    return store(name, partition, QueryableStoreTypes.keyValueStore());
  }

  private <T> T store(String name, int partition, QueryableStoreType<T> type) {
    return streams.store(StoreQueryParameters.fromNameAndType(name, type).withPartition(partition));
  }
}
