package dev.sojourn.processor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryHandler;
import dev.sojourn.topics.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class QueryDispatcherTest {

  @JsonTypeName("row_length")
  record RowLength(String key) implements Query<Length> {}

  record Length(int partition, int bytes) {}

  private static final QueryHandler<RowLength, Length> HANDLER =
      QueryHandler.of(
          RowLength.class,
          (query, partition) ->
              new Length(partition.partition(), partition.get(key(query.key())).length));

  private static Bytes key(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private final KeyValueStore<Bytes, byte[]> state = Stores.inMemoryKeyValueStore("state").get();

  private final PartitionView partition =
      new PartitionView(
          3,
          state,
          Stores.inMemoryKeyValueStore("counters").get(),
          Stores.inMemoryWindowStore("history", Duration.ofDays(1), Duration.ofMillis(1), false)
              .get());

  @Test
  void shouldAnswerAQueryThatAFeatureDeclaresOutsideOfThisPackage() throws Exception {
    // given
    state.put(key("ada"), new byte[5]);
    QueryDispatcher dispatcher = new QueryDispatcher(List.of(HANDLER));
    ObjectMapper mapper = Json.mapper().copy();
    mapper.registerSubtypes(HANDLER.type());

    // when another node sends it
    Query<?> received = mapper.readValue(Json.bytes(new RowLength("ada")), Query.class);
    Object answer = dispatcher.answer(received, partition);

    // then
    assertThat(answer).isEqualTo(new Length(3, 5));
    assertThat(new RowLength("ada").answerType()).isEqualTo(Length.class);
  }

  @Test
  void shouldNameAQueryThatNobodyAnswers() {
    QueryDispatcher dispatcher = new QueryDispatcher(Features.queries());

    assertThatThrownBy(() -> dispatcher.answer(new RowLength("ada"), partition))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RowLength");
  }

  @Test
  void shouldRefuseTwoHandlersOfOneQuery() {
    List<QueryHandler<?, ?>> twice = new ArrayList<>(Features.queries());
    twice.add(twice.get(0));

    assertThatThrownBy(() -> new QueryDispatcher(twice)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldAnswerEveryQueryOfTheCatalogue() {
    assertThat(Features.queries().stream().<Class<?>>map(QueryHandler::type))
        .containsAll(List.of(Query.class.getClasses()));
  }
}
