package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentsTest {

  private static final String ENROLL = "/v1/admin/journeys/activation-welcome/enroll";
  private static final String SIGN_UP = "/v1/admin/journeys/sign-up/enroll/batch";

  private final TestServer server = TestServer.start();

  @BeforeEach
  void givenJourneys() {
    server.cluster.publish(
        Given.WELCOME, Given.plain("sign-up", "signed_up"), Given.plain("another", "signed_up"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldEnrolByTheTriggerEvent() {
    Reply reply =
        server.post(
            ENROLL,
            """
            {"userId": "user_abc123", "userEmail": "a@example.com",
             "properties": {"source": "admin_enroll"}}
            """,
            "Idempotency-Key",
            "key-1");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.text())
        .isEqualTo("{\"enrolled\":true,\"event\":\"user:created\",\"userId\":\"user_abc123\"}");
    assertThat(reply.header("Sojourn-Command-Id")).isEqualTo("key-1");
    assertThat(server.log.enrolling)
        .containsExactly(
            new TestLog.Enrolling(new Actor("admin", null, "127.0.0.1"), "activation-welcome"));
    assertThat(server.log.appended)
        .containsExactly(
            new CanonicalEvent(
                server.log.appended.get(0).uuid(),
                "user:created",
                "user_abc123",
                null,
                Map.of("source", "admin_enroll"),
                "a@example.com",
                "admin",
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"userEmail\":\"a@example.com\"}|'userId'",
        "{\"userId\":\"\",\"userEmail\":\"a@example.com\"}|'userId'",
        "{\"userId\":7,\"userEmail\":\"a@example.com\"}|'userId'",
        "{\"userId\":\"null\",\"userEmail\":\"a@example.com\"}|'userId'",
        "{\"userId\":\"user_1\"}|'userEmail'",
        "{\"userId\":\"user_1\",\"userEmail\":\"nobody\"}|'userEmail'",
        "{\"userId\":\"user_1\",\"userEmail\":\"a b@example.com\"}|'userEmail'",
        "{\"userId\":\"user_1\",\"userEmail\":\"a@example\"}|'userEmail'",
        "{\"userId\":\"user_1\",\"userEmail\":\"a@example.com\",\"properties\":[]}|'properties'",
        "{\"userId\":\"user_1\",\"userEmail\":\"a@example.com\",\"email\":\"x\"}|'email'"
      })
  void shouldRefuseWhoCannotBeEnrolled(String body, String field) {
    Reply one = server.post(ENROLL, body);
    Reply batch =
        server.post(
            ENROLL + "/batch",
            "{\"users\":[{\"userId\":\"user_0\",\"userEmail\":\"a@example.com\"},%s]}"
                .formatted(body));

    assertThat(one.status()).isEqualTo(400);
    assertThat(one.error()).contains(field);
    assertThat(batch.status()).isEqualTo(400);
    assertThat(batch.error()).contains("'users[1]." + field.substring(1));
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldAnswerUnavailableWhenTheLogTakesNothing() {
    server.log.takes = event -> false;

    Reply reply = server.post(ENROLL, "{\"userId\":\"user_1\",\"userEmail\":\"a@example.com\"}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Sojourn-Command-Id")).isNotEmpty();
  }

  @Test
  void shouldRefuseWhatIsTooLargeForAnEvent() {
    String body =
        "{\"userId\":\"user_1\",\"userEmail\":\"a@example.com\",\"properties\":{\"x\":\"%s\"}}"
            .formatted("x".repeat(300 * 1024));

    assertThat(server.post(ENROLL, body).status()).isEqualTo(413);
  }

  @Test
  void shouldTellOfEachUserInOrderWhatWasDecided() {
    server.cluster.receive("user_1", "signed_up");
    server.log.receipts =
        (event, receipt) ->
            event.distinctId().equals("user_0") ? Optional.empty() : Optional.of(receipt);

    Reply reply = server.post(SIGN_UP, users(3));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"enrolled\":1,\"skipped\":2,\"results\":["
                + "{\"userId\":\"user_0\",\"enrolled\":false,\"reason\":\"pending\"},"
                + "{\"userId\":\"user_1\",\"enrolled\":false,"
                + "\"reason\":\"already_entered_once\"},"
                + "{\"userId\":\"user_2\",\"enrolled\":true}]}");
  }

  @Test
  void shouldTellThatAPersonWasErased() {
    server.cluster.receive("user_0", "signed_up");
    server.cluster.decide(new Command.EraseContact("user_0", "c2FsdA=="));

    Reply reply =
        server.post(
            SIGN_UP, "{\"users\":[{\"userId\":\"user_0\",\"userEmail\":\"a@example.com\"}]}");

    assertThat(reply.json().at("/results/0/reason").asText()).isEqualTo("erased");
  }

  @Test
  void shouldGiveTheFirstAnswerToARepeat() {
    JsonNode first = server.post(SIGN_UP, users(1), "Idempotency-Key", "key-1").json();

    Reply reply = server.post(SIGN_UP, users(1), "Idempotency-Key", "key-1");

    assertThat(reply.json()).isEqualTo(first);
    assertThat(reply.json().path("results").toString())
        .isEqualTo("[{\"userId\":\"user_0\",\"enrolled\":true}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 501})
  void shouldRefuseABatchThatIsEmptyOrTooLong(int count) {
    Reply reply = server.post(ENROLL + "/batch", users(count));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'users'").contains(Integer.toString(count));
  }

  @Test
  void shouldWriteAWholeBatchUnderKeysThatARepeatHasToo() {
    JsonNode answer = server.post(ENROLL + "/batch", users(500), "Idempotency-Key", "key-1").json();
    List<String> keys = server.log.appended.stream().map(CanonicalEvent::uuid).toList();
    server.log.appended.clear();
    server.post(ENROLL + "/batch", users(500), "Idempotency-Key", "key-1");

    assertThat(answer.path("results")).hasSize(500);
    assertThat(keys).hasSize(500).doesNotHaveDuplicates();
    assertThat(server.log.appended).extracting(CanonicalEvent::uuid).isEqualTo(keys);
  }

  @Test
  void shouldStopAtTheFirstThatTheLogDoesNotTake() {
    server.log.takes = event -> false;

    Reply reply = server.post(ENROLL + "/batch", users(10));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(server.log.tried).isEqualTo(1);
  }

  private static String users(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"userId\":\"user_%d\",\"userEmail\":\"u%d@example.com\"}".formatted(i, i))
        .collect(Collectors.joining(",", "{\"users\":[", "]}"));
  }
}
