package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.kafka.DeadLetterLog.Letter;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.processor.redrive.DeadLetterRejection;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.Command.RetryDeadLetter.Original;
import dev.sojourn.topics.result.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
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

  private static DeadLetterView letter(int partition, long offset, String source, int second) {
    return new DeadLetterView(
        partition,
        offset,
        source,
        source.equals("journey") ? "state-1" : "sojourn.events-1-9",
        "invalid_json",
        "expected a JSON object",
        "pending",
        0,
        null,
        Given.NOW.plusSeconds(second));
  }

  private void given(int partition, long offset, String source, byte[] value) {
    server.engine.letters.add(letter(partition, offset, source, (int) offset));
    store(partition, offset, value, false);
  }

  private void store(int partition, long offset, byte[] value, boolean cut) {
    server.log.letters.put(
        new Place(partition, offset), new Letter(new byte[] {7}, value, value.length, cut));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldShowADeadLetterWithWhatItWas() {
    // given
    given(2, 17, "ingest", bytes("{oops"));

    // when
    Reply reply = server.get("/v1/admin/dlq");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"entries\":[{\"id\":\"2-17\",\"source\":\"ingest\","
                + "\"sourceId\":\"sojourn.events-1-9\",\"reason\":\"invalid_json\","
                + "\"error\":\"expected a JSON object\",\"payload\":\"{oops\","
                + "\"status\":\"pending\",\"retryCount\":0,\"retriedAt\":null,"
                + "\"createdAt\":\"2026-01-15T10:30:17.000Z\"}],"
                + "\"total\":1,\"limit\":50,\"offset\":0}");
    assertThat(server.get("/v1/admin/dlq/2-17").json().path("entry"))
        .isEqualTo(reply.json().path("entries").path(0));
  }

  @Test
  void shouldMergeAllPartitionsNewestFirstAndFilter() {
    // given
    given(3, 1, "ingest", bytes("a"));
    given(0, 2, "journey", bytes("b"));
    given(1, 3, "delivery", bytes("c"));

    // when
    JsonNode all = server.get("/v1/admin/dlq?limit=2&offset=1").json();
    JsonNode journeys = server.get("/v1/admin/dlq?source=journey&status=pending").json();
    JsonNode retried = server.get("/v1/admin/dlq?status=retried").json();

    // then
    assertThat(all.path("entries").findValuesAsText("id")).containsExactly("0-2", "3-1");
    assertThat(all.path("total").asInt()).isEqualTo(3);
    assertThat(journeys.path("entries").findValuesAsText("id")).containsExactly("0-2");
    assertThat(retried.path("total").asInt()).isZero();
  }

  @Test
  void shouldShowTheBeginningInAListAndTheWholeInTheDetail() {
    // given
    String umlauts = "x" + "ü".repeat(3_000);
    given(0, 1, "ingest", bytes(umlauts));

    // when
    String listed = server.get("/v1/admin/dlq").json().at("/entries/0/payload").asText();
    String whole = server.get("/v1/admin/dlq/0-1").json().at("/entry/payload").asText();

    // then
    assertThat(listed).isEqualTo(umlauts.substring(0, 1 + (4 * 1024 - 1) / 2));
    assertThat(whole).isEqualTo(umlauts);
  }

  @Test
  void shouldShowWhatIsNoTextInBase64AndWhatIsGoneAsNull() {
    // given
    given(0, 1, "ingest", new byte[] {0, 1, 2, -1, -2});
    given(0, 2, "ingest", new byte[0]);
    server.engine.letters.add(letter(0, 3, "ingest", 3));
    given(0, 4, "ingest", Arrays.copyOf(bytes("ü"), 1));

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
    given(2, 17, "ingest", bytes("{oops"));
    server.log.answers =
        command -> Optional.of(FakeLog.applied(new Answer.DeadLetterChanged("retried")));

    // when
    Reply reply = server.call("POST", "/v1/admin/dlq/2-17/retry", null);

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"retried\":true}");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(new Command.RetryDeadLetter(2, 17, "admin", new Original("Bw==", "e29vcHM=")));
    assertThat(reply.header("Sojourn-Command-Id")).isNotBlank();
  }

  @Test
  void shouldRunAnInstanceAgainWithoutItsRecord() {
    // given
    server.engine.letters.add(letter(1, 4, "journey", 1));
    server.log.answers =
        command -> Optional.of(FakeLog.applied(new Answer.DeadLetterChanged("retried")));

    // when
    Reply reply = server.call("POST", "/v1/admin/dlq/1-4/retry", null, "Idempotency-Key", "my-key");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Sojourn-Command-Id")).isEqualTo("my-key");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(new Command.RetryDeadLetter(1, 4, "admin", null));
  }

  @Test
  void shouldRefuseToRunAgainWhatIsNotWholeAnyMore() {
    // given
    given(0, 1, "ingest", bytes("x"));
    store(0, 1, bytes("x"), true);
    server.engine.letters.add(letter(0, 2, "ingest", 1));

    // when
    Reply cut = server.call("POST", "/v1/admin/dlq/0-1/retry", null);
    Reply gone = server.call("POST", "/v1/admin/dlq/0-2/retry", null);

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
    given(2, 17, "ingest", bytes("{oops"));
    server.log.answers =
        command -> Optional.of(FakeLog.applied(new Answer.DeadLetterChanged("discarded")));

    // when
    Reply reply = server.call("DELETE", "/v1/admin/dlq/2-17", null);

    // then
    assertThat(reply.text()).isEqualTo("{\"discarded\":true}");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(new Command.DiscardDeadLetter(2, 17, "admin"));
  }

  @Test
  void shouldTellWhatTheEngineRefuses() {
    // given
    given(2, 17, "ingest", bytes("{oops"));
    server.log.answers =
        command -> Optional.of(FakeLog.rejected(DeadLetterRejection.DEAD_LETTER_NOT_PENDING));

    // when, then
    assertThat(server.call("DELETE", "/v1/admin/dlq/2-17", null).status()).isEqualTo(409);
    assertThat(server.call("POST", "/v1/admin/dlq/2-17/retry", null).error())
        .isEqualTo("Entry is not in pending state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "2", "2-18", "02-17", "9-17", "2-99999999999999999999", "-1-2"})
  void shouldNotFindWhatIsNotThere(String id) {
    // given
    given(2, 17, "ingest", bytes("{oops"));

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
