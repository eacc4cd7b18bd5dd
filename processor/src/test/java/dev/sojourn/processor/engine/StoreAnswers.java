package dev.sojourn.processor.engine;

import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.json.Json;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/**
 * Asks stores that a test has in its hand, the way a node asks another: question and answer are
 * written as JSON and read again.
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
