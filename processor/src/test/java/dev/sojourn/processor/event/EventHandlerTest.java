package dev.sojourn.processor.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.processor.engine.EngineHarness;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.result.Answer;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An input record is stored once, or becomes a dead letter; processing goes on. */
class EventHandlerTest {

  private static final String ONE_STEP =
      """
      {'id':'hello','trigger':{'event':'user:created'},'entryLimit':'unlimited',
       'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                {'id':'done','type':'complete'}]}
      """;

  private EngineHarness engine;

  @BeforeEach
  void start() {
    engine = new EngineHarness();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private long storedEvents(String userId) {
    return engine.ask(new Query.EventsOfPerson(userId, null, null, null, 100)).total();
  }

  @Test
  void shouldChangeNothingWhenTheSameUuidComesAgain() {
    // given
    engine.givenJourney(ONE_STEP);
    String event = "{'uuid':'0190','event':'user:created','distinct_id':'ada','properties':{}}";
    engine.raw(engine.now(), event);

    // when
    engine.after(Duration.ofHours(2));
    engine.raw(engine.now(), event);

    // then
    assertThat(engine.states("ada", "hello")).hasSize(1);
    assertThat(storedEvents("ada")).isEqualTo(1);
  }

  @Test
  void shouldTakeTheSameUuidOfAnotherPersonAsAnotherEvent() {
    // given
    engine.givenJourney(ONE_STEP);

    // when
    engine.raw(
        engine.now(), "{'uuid':'0190','event':'user:created','distinct_id':'ada','properties':{}}");
    engine.raw(
        engine.now(), "{'uuid':'0190','event':'user:created','distinct_id':'bob','properties':{}}");

    // then
    assertThat(engine.states("bob", "hello")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not json                                        | invalid_json
          []                                              | invalid_json
          {"event":"x"}                                   | invalid_user_id
          {"event":"x","distinct_id":""}                  | invalid_user_id
          {"event":"x","distinct_id":"undefined"}         | invalid_user_id
          {"distinct_id":"ada"}                           | invalid_event
          {"event":"x","distinct_id":"a","properties":[]} | invalid_event
          {"event":"x","distinct_id":"a","timestamp":"t"} | invalid_timestamp
          """)
  void shouldPutAsideWhatCannotBeUnderstood(String value, String reason) {
    // when
    engine.raw(value.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
    engine.when("ada", "anything");

    // then
    List<TestRecord<byte[], byte[]>> dead = engine.deadLetters();
    assertThat(dead).hasSize(1);
    assertThat(Headers.text(dead.get(0).headers(), Headers.REASON)).hasValue(reason);
    assertThat(Headers.text(dead.get(0).headers(), Headers.SOURCE_TOPIC))
        .hasValue("sojourn.events");
    assertThat(dead.get(0).value()).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
    assertThat(storedEvents("ada")).isEqualTo(1);
  }

  @Test
  void shouldKeepTheHeadOfWhatIsTooLarge() {
    // given
    byte[] large = new byte[1_500_000];
    java.util.Arrays.fill(large, (byte) ' ');

    // when
    engine.raw(large, new RecordHeaders());

    // then
    TestRecord<byte[], byte[]> dead = engine.deadLetters().get(0);
    assertThat(Headers.text(dead.headers(), Headers.REASON)).hasValue("event_too_large");
    assertThat(Headers.text(dead.headers(), Headers.CUT_FROM)).hasValue("1500000");
    assertThat(dead.value()).hasSize(1024 * 1024);
  }

  @Test
  void shouldPutAsideAnEventThatIsStillWrongAfterItWasRerouted() {
    // given: the driver has one partition, so a rerouted event comes back to the wrong one
    try (EngineHarness wide = new EngineHarness(1_000)) {

      // when
      wide.when("somebody-elsewhere", "x");

      // then
      TestRecord<byte[], byte[]> dead = wide.deadLetters().get(0);
      assertThat(Headers.text(dead.headers(), Headers.REASON)).hasValue("wrong_partition");
    }
  }

  @Test
  void shouldUpdateTheContactBeforeTheJourneySeesTheEvent() {
    // given
    engine.givenJourney(
        """
        {'id':'pro','trigger':{'event':'user:created',
          'where':[{'type':'contact','property':'plan','operator':'eq','value':'pro'}]},
         'steps':[{'id':'nap','type':'sleep','duration':'PT1H','next':'done'},
                  {'id':'done','type':'complete'}]}
        """);

    // when
    engine.when("ada", "user:created", "{'$set':{'plan':'pro'}}");
    engine.when("bob", "user:created", "{'$set':{'plan':'free'}}");

    // then
    assertThat(engine.states("ada", "pro")).hasSize(1);
    assertThat(engine.refusals("bob", "pro")).containsExactly("trigger_conditions_not_met");
  }

  @Test
  void shouldTriggerNothingWhenTheEventIsHistorical() {
    // given
    engine.givenJourney(ONE_STEP);

    // when
    engine.raw(
        engine.now(),
        "{'event':'user:created','distinct_id':'ada','historical_migration':true,'properties':{}}");

    // then
    assertThat(engine.states("ada", "hello")).isEmpty();
    assertThat(storedEvents("ada")).isEqualTo(1);
  }

  @Test
  void shouldTellTheAskerWhatBecameOfTheEvent() {
    // given
    engine.givenJourney(ONE_STEP);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.REPLY_TO, Headers.bytes(0));
    headers.add(Headers.CORRELATION, Headers.bytes("ask-1"));

    // when
    engine.raw(
        "{\"event\":\"user:created\",\"distinct_id\":\"ada\"}".getBytes(StandardCharsets.UTF_8),
        headers);

    // then
    Result result = Result.read(engine.results().get(0).value());
    Answer.EventDecided receipt = result.answer(Answer.EventDecided.class);
    assertThat(receipt.stored()).isTrue();
    assertThat(receipt.entries().get("hello"))
        .extracting(entry -> String.valueOf(entry.instance()))
        .isEqualTo(engine.onlyState("ada", "hello").id());
  }

  @Test
  void shouldPutAsideOutcomesAndCommandsThatAreNone() {
    // when
    engine.rawOutcome("{}".getBytes(StandardCharsets.UTF_8));
    engine.when("ada", "anything");

    // then
    assertThat(Headers.text(engine.deadLetters().get(0).headers(), Headers.REASON))
        .hasValue("invalid_outcome");
    assertThat(storedEvents("ada")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'user:created','distinct_id':'eve','properties':{'a':1,'a':2}}",
        "{'event':'user:created','distinct_id':'eve','timestamp':'0001-01-01T00:00:00Z'}",
        "{'event':'user:created','distinct_id':'eve','$set':{'plan':'pro'},'properties':{}}"
      })
  void shouldGoOnWhateverAProducerSends(String event) {
    // given
    engine.givenJourney(ONE_STEP);

    // when
    engine.raw(engine.now(), event);
    engine.when("ada", "user:created");

    // then
    assertThat(engine.states("eve", "hello")).hasSize(1);
    assertThat(engine.states("ada", "hello")).hasSize(1);
    assertThat(engine.deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"toggle_journey\",\"enabled\":true}",
        "{\"type\":\"toggle_journey\",\"journeyId\":null,\"enabled\":true}",
        "{\"type\":\"publish_journey\",\"definition\":null,\"hash\":\"h\"}",
        "{\"type\":\"nothing_we_know\"}",
        "null",
        "["
      })
  void shouldPutAsideACommandThatIsNone(String command) {
    // when
    engine.rawCommand(command.getBytes(StandardCharsets.UTF_8));
    engine.when("ada", "anything");

    // then
    assertThat(Headers.text(engine.deadLetters().get(0).headers(), Headers.REASON))
        .hasValue("invalid_command");
    assertThat(storedEvents("ada")).isEqualTo(1);
  }

  @Test
  void shouldTakeWhatPostHogWritesToItsOwnTopic() {
    // given
    engine.givenJourney(ONE_STEP);

    // when
    engine.postHog(
        "{'event':{'event':'user:created','distinct_id':'ada','uuid':'1'},"
            + "'person':{'properties':{'email':'ada@example.org'}}}");
    engine.postHog("{'event':{'event':'user:created'}}");

    // then
    assertThat(engine.onlyState("ada", "hello").userEmail()).isEqualTo("ada@example.org");
    assertThat(Headers.text(engine.deadLetters().get(0).headers(), Headers.SOURCE_TOPIC))
        .hasValue("sojourn.posthog");
  }

  @Test
  void shouldJournalWhatWasDecidedWithItsSourceAndRevision() {
    // given
    engine.givenJourney(ONE_STEP);
    engine.journal();

    // when
    engine.when("ada", "user:created");
    engine.when("ada", "nobody:cares");
    engine.after(Duration.ofHours(1));

    // then
    var journal = engine.journal();
    assertThat(journal).hasSize(2);
    assertThat(journal.get(0).get("source").asText()).isEqualTo("events");
    assertThat(journal.get(0).get("offset").asLong()).isZero();
    assertThat(journal.get(0).get("registry").asLong()).isEqualTo(1);
    assertThat(journal.get(0).get("entries").get(0).get("outcome").asText()).isEqualTo("entered");
    assertThat(journal.get(1).get("source").asText()).isEqualTo("timer");
    assertThat(journal.get(1).get("moves").get(0).get("status").asText()).isEqualTo("completed");
  }
}
