package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.Command.RetryDeadLetter.Original;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What could not be processed, as operators see and steer it. */
class DeadLettersTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * Appends what is no event, a second after what came before, and returns the dead letter's id.
   */
  private String given(int partition, byte[] value) {
    server.cluster.later(Duration.ofSeconds(1));
    server.cluster.appendBytes(partition, null, value);
    return partition + "-" + (server.cluster.deadLetters(partition).size() - 1);
  }

  /** Lets a person's mail fail for good, and returns the dead letter's id. */
  private String givenFailedInstance(String userId) {
    server.cluster.later(Duration.ofSeconds(1));
    server.cluster.publish(Given.WELCOME);
    server.cluster.receive(userId, "user:created", Map.of("plan", "pro"));
    server.cluster.report(OutcomeCame.Result.failed, "no such address");
    int partition = TestCluster.partitionOf(userId);
    return partition + "-" + (server.cluster.deadLetters(partition).size() - 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldShowADeadLetterWithWhatItWas() {
    // given
    given(2, bytes("{oops"));

    // when
    Reply reply = server.get("/v1/admin/dlq");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"entries\":[{\"id\":\"2-0\",\"source\":\"ingest\","
                + "\"sourceId\":\"sojourn.events-2-0\",\"reason\":\"invalid_json\","
                + "\"error\":\"expected a JSON object, found malformed JSON at line 1, column 2\",\"payload\":\"{oops\","
                + "\"status\":\"pending\",\"retryCount\":0,\"retriedAt\":null,"
                + "\"createdAt\":\"2026-01-15T10:30:01.000Z\"}],"
                + "\"total\":1,\"limit\":50,\"offset\":0}");
    assertThat(server.get("/v1/admin/dlq/2-0").json().path("entry"))
        .isEqualTo(reply.json().path("entries").path(0));
  }

  @Test
  void shouldMergeAllPartitionsNewestFirstAndFilter() {
    // given
    String ingested = given(3, bytes("a"));
    String failed = givenFailedInstance(TestCluster.userOf(0));
    server.cluster.later(Duration.ofSeconds(1));
    server.cluster.refuseAction(1, bytes("c"));

    // when
    JsonNode all = server.get("/v1/admin/dlq?limit=2&offset=1").json();
    JsonNode journeys = server.get("/v1/admin/dlq?source=journey&status=pending").json();
    JsonNode retried = server.get("/v1/admin/dlq?status=retried").json();

    // then
    assertThat(all.path("entries").findValuesAsText("id")).containsExactly(failed, ingested);
    assertThat(all.path("total").asInt()).isEqualTo(3);
    assertThat(journeys.path("entries").findValuesAsText("id")).containsExactly(failed);
    assertThat(retried.path("total").asInt()).isZero();
  }

  @Test
  void shouldShowTheBeginningInAListAndTheWholeInTheDetail() {
    // given
    String umlauts = "x" + "ü".repeat(3_000);
    given(0, bytes(umlauts));

    // when
    String listed = server.get("/v1/admin/dlq").json().at("/entries/0/payload").asText();
    String whole = server.get("/v1/admin/dlq/0-0").json().at("/entry/payload").asText();

    // then
    assertThat(listed).isEqualTo(umlauts.substring(0, 1 + (4 * 1024 - 1) / 2));
    assertThat(whole).isEqualTo(umlauts);
  }

  @Test
  void shouldShowWhatIsNoTextInBase64AndWhatIsGoneAsNull() {
    // given
    given(0, new byte[] {0, 1, 2, -1, -2});
    given(0, new byte[0]);
    given(0, bytes("gone"));
    server.reader.removeDeadLetter(new Place(0, 2));
    given(0, Arrays.copyOf(bytes("ü"), 1));

    // when
    JsonNode entries = server.get("/v1/admin/dlq").json().path("entries");

    // then
    assertThat(entries.path(0).path("payload").asText()).isEqualTo("base64:ww==");
    assertThat(entries.path(1).path("payload").isNull()).isTrue();
    assertThat(entries.path(2).path("payload").asText()).isEmpty();
    assertThat(entries.path(3).path("payload").asText()).isEqualTo("base64:AAEC//4=");
  }

  @Test
  void shouldGiveTheEngineTheRecordToRunAgain() {
    // given
    server.cluster.appendBytes(2, new byte[] {7}, bytes("{oops"));
    String id = server.get("/v1/admin/dlq").json().at("/entries/0/id").asText();
    String[] place = id.split("-", 2);

    // when
    Reply reply = server.call("POST", "/v1/admin/dlq/" + id + "/retry", null);

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"retried\":true}");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(
            new Command.RetryDeadLetter(
                Integer.parseInt(place[0]),
                Long.parseLong(place[1]),
                "admin",
                new Original("Bw==", "e29vcHM=")));
    assertThat(reply.header("Sojourn-Command-Id")).isNotBlank();
    assertThat(server.get("/v1/admin/dlq/" + id).json().at("/entry/status").asText())
        .isEqualTo("retried");
  }

  @Test
  void shouldRunAnInstanceAgainWithoutItsRecord() {
    // given
    String id = givenFailedInstance(TestCluster.userOf(1));

    // when
    Reply reply =
        server.call("POST", "/v1/admin/dlq/" + id + "/retry", null, "Idempotency-Key", "my-key");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Sojourn-Command-Id")).isEqualTo("my-key");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(new Command.RetryDeadLetter(1, 0, "admin", null));
  }

  @Test
  void shouldRefuseToRunAgainWhatIsNotWholeAnyMore() {
    // given
    String tooLong = given(0, new byte[1024 * 1024 + 1]);
    String removed = given(0, bytes("x"));
    server.reader.removeDeadLetter(new Place(0, 1));

    // when
    Reply cut = server.call("POST", "/v1/admin/dlq/" + tooLong + "/retry", null);
    Reply gone = server.call("POST", "/v1/admin/dlq/" + removed + "/retry", null);

    // then
    assertThat(cut.status()).isEqualTo(409);
    assertThat(cut.error()).contains("too large");
    assertThat(gone.status()).isEqualTo(409);
    assertThat(gone.error()).contains("no longer in the log");
    assertThat(server.log.given).isEmpty();
  }

  @Test
  void shouldDiscard() {
    // given
    given(2, bytes("{oops"));

    // when
    Reply reply = server.call("DELETE", "/v1/admin/dlq/2-0", null);

    // then
    assertThat(reply.text()).isEqualTo("{\"discarded\":true}");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(new Command.DiscardDeadLetter(2, 0, "admin"));
    assertThat(server.get("/v1/admin/dlq?status=discarded").json().path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void shouldTellWhatTheEngineRefuses() {
    // given
    given(2, bytes("{oops"));
    server.call("DELETE", "/v1/admin/dlq/2-0", null);

    // when, then
    assertThat(server.call("DELETE", "/v1/admin/dlq/2-0", null).status()).isEqualTo(409);
    assertThat(server.call("POST", "/v1/admin/dlq/2-0/retry", null).error())
        .isEqualTo("Entry is not in pending state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "2", "2-18", "02-0", "9-0", "2-99999999999999999999", "-1-2"})
  void shouldNotFindWhatIsNotThere(String id) {
    // given
    given(2, bytes("{oops"));

    // when, then
    for (Reply reply :
        new Reply[] {
          server.get("/v1/admin/dlq/" + id),
          server.call("DELETE", "/v1/admin/dlq/" + id, null),
          server.call("POST", "/v1/admin/dlq/" + id + "/retry", null)
        }) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo("Dead letter not found");
    }
  }

  @ParameterizedTest
  @CsvSource({"source=mail, source", "status=failed, status", "limit=0, limit"})
  void shouldRefuseAFilterThatIsNone(String query, String named) {
    Reply reply = server.get("/v1/admin/dlq?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'" + named + "'");
  }
}
