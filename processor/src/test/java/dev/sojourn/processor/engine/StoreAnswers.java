package dev.sojourn.processor.engine;

import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.json.Json;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/**
 * Queries the stores of a test, the way a node queries another: query and result are serialised to
 * JSON and read again.
 */
public final class StoreAnswers {

  private StoreAnswers() {}

  public static <A> A ask(
      Query<A> query,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    Query<?> asked = Json.read(Json.bytes(query), Query.class);
    try {
      Object answer = new QueryDispatcher(0, state, counters, history).to(asked);
      return Json.read(Json.bytes(answer), query.answerType());
    } catch (PartitionUnavailableException e) {
      throw new AssertionError(e);
    }
  }
}
