package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.event.EventRejection;
import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIngestionTest {

  private static final String EVENTS = "/v1/events";
  private static final String BATCH = "/v1/events/batch";
  private static final String ONE = "{\"name\":\"signed_up\",\"userId\":\"user_1\"}";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static String idOf(String userId, String key) {
    return EventIds.derive(Partitions.hash(userId), userId, key).toString();
  }

  @Test
  void shouldTellTheIdByTheEventsPlaceWhenItHasNoKey() {
    Reply reply = server.post(EVENTS, ONE);

    String place = TestCluster.partitionOf("user_1") + "-0";
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text())
        .isEqualTo("{\"stored\":true,\"eventId\":\"%s\"}".formatted(idOf("user_1", place)));
    assertThat(server.log.appended)
        .containsExactly(
            new CanonicalEvent(null, "signed_up", "user_1", null, Map.of(), null, "api", null));
  }

  @Test
  void shouldCarryEverythingThatItWasGiven() {
    server.post(
        EVENTS,
        """
        {"name": "signed_up", "userId": "user_1", "email": "a@example.com",
         "eventProperties": {"plan": "pro", "$set": {"tier": 1, "city": "Bern"}},
         "contactProperties": {"city": "Basel", "zip": null},
         "idempotencyKey": "key-1", "timestamp": "2026-01-15T11:30:00.123+01:00"}
        """);

    CanonicalEvent event = server.log.appended.get(0);
    assertThat(event.uuid()).isEqualTo("key-1");
    assertThat(event.email()).isEqualTo("a@example.com");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-15T10:30:00.123Z"));
    assertThat(event.properties().get("plan")).isEqualTo("pro");
    assertThat(event.properties().get("$set"))
        .asString()
        .isEqualTo("{tier=1, city=Basel, zip=null}");
  }

  @Test
  void shouldSayThatThePersonIsGoneWhenTheyWereErased() {
    server.log.receipts =
        (event, receipt) ->
            Optional.of(TestLog.rejected(Rejection.of(ErasureRejection.PERSON_ERASED)));

    Reply reply = server.post(EVENTS, ONE, "Idempotency-Key", "key-1");

    assertThat(reply.status()).isEqualTo(410);
    assertThat(reply.error()).isEqualTo("The person was erased");
  }

  @Test
  void shouldSayWhatTheEngineFindsWrongWithAnEvent() {
    server.log.receipts =
        (event, receipt) ->
            Optional.of(
                TestLog.rejected(
                    Rejection.of(
                        EventRejection.EVENT_INVALID,
                        Map.of("reason", "missing_event", "problem", "expected key 'event'"))));

    Reply reply = server.post(EVENTS, ONE, "Idempotency-Key", "key-1");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).isEqualTo("expected key 'event'");
  }

  @Test
  void shouldTellARepeatByTheEnginesReceipt() {
    server.post(EVENTS, ONE, "Idempotency-Key", "key-1");

    Reply reply = server.post(EVENTS, ONE, "Idempotency-Key", "key-1");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text())
        .isEqualTo("{\"stored\":false,\"eventId\":\"%s\"}".formatted(idOf("user_1", "key-1")));
  }

  @Test
  void shouldPreferTheKeyInTheHeader() {
    server.post(
        EVENTS,
        "{\"name\":\"a\",\"userId\":\"user_1\",\"idempotencyKey\":\"body\"}",
        "Idempotency-Key",
        "header");

    assertThat(server.log.appended.get(0).uuid()).isEqualTo("header");
  }

  @Test
  void shouldAnswerUnavailableWhenNoReceiptComes() {
    server.log.receipts = (event, receipt) -> Optional.empty();

    Reply reply = server.post(EVENTS, ONE, "Idempotency-Key", "key-1");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void shouldAnswerUnavailableWhenTheLogTakesNothing() {
    server.log.takes = event -> false;

    assertThat(server.post(EVENTS, ONE).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\":\"a\"}|'userId'",
        "{\"userId\":\"user_1\"}|'name'",
        "{\"name\":\"\",\"userId\":\"user_1\"}|'name'",
        "{\"name\":3,\"userId\":\"user_1\"}|'name'",
        "{\"name\":\"a\",\"userId\":\" \"}|'userId'",
        "{\"name\":\"a\",\"userId\":\"undefined\"}|'userId'",
        "{\"name\":\"a\",\"userId\":\"a\\u0000b\"}|'userId'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"email\":\"x\"}|'email'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"email\":{}}|'email'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"eventProperties\":\"x\"}|'eventProperties'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"contactProperties\":[]}|'contactProperties'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"timestamp\":\"yesterday\"}|'timestamp'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"timestamp\":1700000000}|'timestamp'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"timestamp\":\"+12345-01-01\"}|'timestamp'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"idempotencyKey\":\"\"}|'idempotencyKey'",
        "{\"name\":\"a\",\"userId\":\"user_1\",\"properties\":{}}|'properties'",
        "{\"event\":\"a\",\"distinct_id\":\"user_1\"}|'event', 'distinct_id'"
      })
  void shouldNameTheFieldThatIsWrong(String body, String field) {
    Reply one = server.post(EVENTS, body);
    JsonNode batch = server.post(BATCH, "[" + body + "]").json();

    assertThat(one.status()).isEqualTo(400);
    assertThat(one.error()).contains(field);
    assertThat(batch.path("results").path(0).path("error").asText())
        .contains(
            "'events[0]."
                + field.substring(1, field.length() - 1).replace("', '", "', 'events[0]."));
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldTakeNamesOf200CharactersAndNoLonger() {
    assertThat(server.post(EVENTS, named(200)).status()).isEqualTo(202);
    assertThat(server.post(EVENTS, named(201)).status()).isEqualTo(400);
  }

  private static String named(int length) {
    return "{\"name\":\"%s\",\"userId\":\"user_1\"}".formatted("n".repeat(length));
  }

  private static String sized(int bytes) {
    return "{\"name\":\"a\",\"userId\":\"user_1\",\"eventProperties\":{\"x\":\"%s\"}}"
        .formatted("x".repeat(bytes));
  }

  @ParameterizedTest
  @ValueSource(ints = {256 * 1024 - 60, 300 * 1024, 2 * 1024 * 1024})
  void shouldRefuseAnEventThatIsTooLarge(int bytes) {
    Reply reply = server.post(EVENTS, sized(bytes));

    assertThat(reply.status()).isEqualTo(413);
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldStoreTheGoodOnesOfABatchAndSayWhatIsWrongWithTheOthers() {
    Reply reply =
        server.post(
            BATCH,
            "{\"events\":[%s,{\"name\":\"a\"},7,%s,%s]}".formatted(ONE, ONE, sized(300 * 1024)));

    assertThat(reply.status()).isEqualTo(202);
    JsonNode results = reply.json().path("results");
    assertThat(results).hasSize(5);
    assertThat(results.path(0).path("stored").asBoolean()).isTrue();
    assertThat(results.path(1).path("error").asText()).contains("'events[1].userId'");
    assertThat(results.path(2).path("error").asText()).contains("'events[2]'");
    assertThat(results.path(3).path("eventId").asText())
        .isNotEqualTo(results.path(0).path("eventId").asText());
    assertThat(results.path(4).path("error").asText()).contains("262144");
    assertThat(server.log.appended).hasSize(2);
  }

  @Test
  void shouldTellRepeatsAndWhatIsUndecidedInABatch() {
    server.post(EVENTS, ONE, "Idempotency-Key", "seen");
    server.log.receipts =
        (event, receipt) -> "slow".equals(event.uuid()) ? Optional.empty() : Optional.of(receipt);

    JsonNode results =
        server
            .post(
                BATCH,
                """
                [{"name":"a","userId":"user_1","idempotencyKey":"slow"},
                 {"name":"a","userId":"user_1","idempotencyKey":"seen"},
                 {"name":"a","userId":"user_1"}]
                """)
            .json()
            .path("results");

    assertThat(results.path(0).path("error").asText())
        .isEqualTo("pending, repeat with the same idempotencyKey");
    assertThat(results.path(1).path("stored").asBoolean(true)).isFalse();
    assertThat(results.path(2).path("stored").asBoolean()).isTrue();
  }

  @Test
  void shouldGiveEachEventOfABatchAKeyOfItsOwnWhenTheRequestHasOne() {
    server.post(
        BATCH,
        "[%s,{\"name\":\"a\",\"userId\":\"user_1\",\"idempotencyKey\":\"own\"}]".formatted(ONE),
        "Idempotency-Key",
        "key");

    assertThat(server.log.appended)
        .extracting(CanonicalEvent::uuid)
        .containsExactly("key-0", "own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{\"events\":[]}", "{}", "{\"events\":{}}", "7", "{\"events\":[],\"x\":1}"})
  void shouldRefuseABatchThatIsNone(String body) {
    assertThat(server.post(BATCH, body).status()).isEqualTo(400);
  }

  @Test
  void shouldTakeAThousandEventsAndNoMore() {
    assertThat(server.post(BATCH, many(1_000)).json().path("results")).hasSize(1_000);
    assertThat(server.post(BATCH, many(1_001)).status()).isEqualTo(400);
  }

  @Test
  void shouldTakeABatchOfMoreThanAMegabyteAndRefuseOneOfMoreThanTwenty() {
    String event = sized(200 * 1024);

    assertThat(server.post(BATCH, list(event, 10)).status()).isEqualTo(202);
    assertThat(server.post(BATCH, list(event, 110)).status()).isEqualTo(413);
  }

  @Test
  void shouldAnswerUnavailableWhenTheLogTakesNothingOfABatch() {
    server.log.takes = event -> false;

    assertThat(server.post(BATCH, many(10)).status()).isEqualTo(503);
    assertThat(server.log.tried).isEqualTo(1);
  }

  @Test
  void shouldTellWhichOfABatchTheLogDidNotTake() {
    server.log.takes = event -> !event.distinctId().equals("user_2");

    JsonNode results = server.post(BATCH, many(4)).json().path("results");

    assertThat(results.path(1).path("stored").asBoolean()).isTrue();
    assertThat(results.path(2).path("error").asText()).isEqualTo("unavailable, repeat");
    assertThat(results.path(3).path("error").asText()).isEqualTo("unavailable, repeat");
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"name\":\"a\",\"userId\":\"user_%d\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String list(String event, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
