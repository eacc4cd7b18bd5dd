package dev.sojourn.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.command.CommandResultStore.Answered;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.row.Keys;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.row.Retention;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class CommandResultStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  private final KeyValueStore<Bytes, byte[]> state = Stores.inMemoryKeyValueStore("state").get();
  private final CommandResultStore store = new CommandResultStore(state);

  private static Answered answered(Instant at) {
    Result result = Result.applied(0, new Answer.JourneyPublished("j", 1, true));
    return new Answered(at, "content", result, List.of("entry"), "ada");
  }

  private void givenRowOfAnEarlierRelease(String id) {
    state.put(
        Keys.command(id),
        ("{\"at\":\"" + NOW + "\",\"content\":\"c\",\"result\":{\"partition\":0,\"of\":1,")
            .concat(
                "\"status\":409,\"error\":\"no\",\"body\":{}},\"entries\":[],\"userId\":\"ada\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldRememberAResultForADay() {
    // when
    store.put("id", answered(NOW));

    // then
    assertThat(store.get("id", NOW.plusSeconds(86_399))).hasValue(answered(NOW));
    assertThat(store.get("id", NOW.plusSeconds(86_400))).isEmpty();
  }

  @Test
  void shouldForgetWhatAResultSaysOfAnErasedPerson() {
    // given
    store.put("id", answered(NOW));
    PersonKey ada = PersonKey.of("ada");

    // when
    store.rows(ada).forEach(row -> store.replace(row, store.pseudonymised(row, "pseudonym")));

    // then
    Answered blank = store.get("id", NOW).orElseThrow();
    assertThat(blank.content()).isEqualTo("content");
    assertThat(blank.result())
        .isEqualTo(Result.rejected(0, Rejection.of(ErasureRejection.PERSON_ERASED)));
    assertThat(store.rows(ada)).isEmpty();
  }

  @Test
  void shouldTakeARowOfAnEarlierReleaseForNone() {
    // given
    givenRowOfAnEarlierRelease("old");
    store.put("new", answered(NOW));

    // then
    assertThat(store.get("old", NOW)).isEmpty();
    assertThat(store.rows(PersonKey.of("ada"))).hasSize(1);
  }

  @Test
  void shouldSweepARowOfAnEarlierRelease() {
    // given
    givenRowOfAnEarlierRelease("old");
    store.put("new", answered(NOW));

    // when
    ((Retention.Limited) store.retention()).rows().expire(NOW, 100);

    // then
    assertThat(state.get(Keys.command("old"))).isNull();
    assertThat(store.get("new", NOW)).isPresent();
  }
}
