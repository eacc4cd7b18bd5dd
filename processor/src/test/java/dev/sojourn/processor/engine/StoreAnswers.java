package dev.sojourn.processor.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.processor.query.PartitionUnavailableException;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/**
 * Queries the stores of a test, the way a node queries another: query and result are serialised to
 * JSON and read again.
 */
public final class StoreAnswers {

  private static final QueryDispatcher DISPATCHER = new QueryDispatcher(Features.queries());
  private static final ObjectMapper MAPPER = Features.queryMapper();

  private StoreAnswers() {}

  /** Asks the first partition. */
  public static <A> A ask(
      Query<A> query,
      ReadOnlyKeyValueStore<Bytes, byte[]> state,
      ReadOnlyKeyValueStore<Bytes, byte[]> counters,
      ReadOnlyWindowStore<Bytes, byte[]> history) {
    return ask(query, new PartitionView(0, state, counters, history));
  }

  static <A> A ask(Query<A> query, PartitionView partition) {
    try {
      Query<?> asked = MAPPER.readValue(Json.bytes(query), Query.class);
      Object answer = DISPATCHER.answer(asked, partition);
      return Json.read(Json.bytes(answer), query.answerType());
    } catch (PartitionUnavailableException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
