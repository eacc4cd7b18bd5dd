package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.EventTopic.bytes;
import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What could not be processed can be looked at, run again and given up. */
@ExtendWith(OneSojourn.class)
final class DeadLetterIT {

  private final LiveSojourn sojourn;

  DeadLetterIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private List<JsonNode> listed(String query) {
    return list(sojourn.get("/v1/admin/dlq?limit=100" + query), "entries");
  }

  private JsonNode awaited(String query, Predicate<JsonNode> wanted) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .until(() -> listed(query).stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private JsonNode letterOf(RecordMetadata place) {
    String source = "%s-%d-%d".formatted(place.topic(), place.partition(), place.offset());
    return awaited("&source=ingest", entry -> entry.get("sourceId").asText().equals(source));
  }

  private JsonNode letterOfState(String stateId) {
    return awaited("&source=journey", entry -> entry.get("sourceId").asText().equals(stateId));
  }

  private JsonNode detail(JsonNode entry) {
    return sojourn.get(path(entry)).expect(200).get("entry");
  }

  private static String path(JsonNode entry) {
    return "/v1/admin/dlq/" + entry.get("id").asText();
  }

  private Reply retry(JsonNode entry) {
    return sojourn.post(path(entry) + "/retry", "");
  }

  @Test
  void shouldMakeANewDeadLetterOfARecordThatIsStillNone() {
    // given
    RecordMetadata place = sojourn.topic().write(bytes("dlq-1"), bytes("dlq nonsense one"));
    JsonNode entry = letterOf(place);
    assertThat(entry.get("payload").asText()).isEqualTo("dlq nonsense one");
    assertThat(entry.get("status").asText()).isEqualTo("pending");
    assertThat(entry.get("reason").asText()).isEqualTo("invalid_json");

    // when
    JsonNode answer = retry(entry).expect(200);

    // then
    assertThat(answer.toString()).isEqualTo("{\"retried\":true}");
    JsonNode old = detail(entry);
    assertThat(old.get("status").asText()).isEqualTo("retried");
    assertThat(old.get("retryCount").asInt()).isEqualTo(1);
    assertThat(old.get("retriedAt").isNull()).isFalse();
    JsonNode again =
        awaited(
            "&source=ingest&status=pending",
            other -> other.get("payload").asText().equals("dlq nonsense one"));
    assertThat(again.get("id")).isNotEqualTo(entry.get("id"));
    assertThat(retry(entry).refused(409)).isEqualTo("Entry is not in pending state");
  }

  @Test
  void shouldFinishAJourneyThatFailedWhenItsTemplateIsThere() {
    // given
    sojourn.journey(
        """
        {"id": "dlq-mail", "trigger": {"event": "dlq:mail"}, "steps": [
          {"id": "mail", "type": "send", "channel": "email", "template": "e2e/dlq", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("dlq-2", "dlq:mail");
    JsonNode state = sojourn.state("dlq-mail", "dlq-2");
    assertThat(state.get("errorMessage").asText()).isEqualTo("Template not found: e2e/dlq");
    JsonNode entry = letterOfState(state.get("id").asText());
    assertThat(entry.get("error").asText()).isEqualTo("Template not found: e2e/dlq");

    // when
    sojourn.template("e2e/dlq", "Hello");
    JsonNode first = sojourn.http().post(path(entry) + "/retry", "", "dlq-key").expect(200);
    JsonNode repeat = sojourn.http().post(path(entry) + "/retry", "", "dlq-key").expect(200);

    // then
    assertThat(repeat).isEqualTo(first);
    JsonNode after = sojourn.awaitState("dlq-mail", "dlq-2", "completed");
    assertThat(after.get("errorMessage").isNull()).isTrue();
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly(
            "entered null>mail",
            "failed mail>null",
            "retried mail>mail",
            "email_sent mail>done",
            "completed mail>done");
    eventually(() -> assertThat(sojourn.mails("dlq-2")).containsExactly("e2e/dlq"));
    assertThat(detail(entry).get("status").asText()).isEqualTo("retried");
    JsonNode counts = sojourn.get("/v1/admin/journeys/dlq-mail").expect(200).at("/journey/counts");
    assertThat(counts.get("completed").asInt()).isEqualTo(1);
    assertThat(counts.get("failed").asInt()).isZero();
  }

  @Test
  void shouldRefuseToRunAgainWhatItsAuthorEnded() {
    // given
    sojourn.journey(failing("dlq-fail", "dlq:fail", ""));
    sojourn.whenEvent("dlq-3", "dlq:fail");
    JsonNode entry = letterOfState(sojourn.state("dlq-fail", "dlq-3").get("id").asText());

    // when, then
    assertThat(retry(entry).refused(409)).contains("'fail'");
    assertThat(detail(entry).get("status").asText()).isEqualTo("pending");
  }

  @Test
  void shouldTakeAnEventThatWentToTheWrongPartitionTwice() {
    // given
    sojourn.journey(instant("dlq-astray", "dlq:astray", ""));
    RecordMetadata place =
        sojourn
            .topic()
            .writeRerouted("dlq-4", "{\"event\": \"dlq:astray\", \"distinct_id\": \"dlq-4\"}");
    JsonNode entry = letterOf(place);
    assertThat(entry.get("reason").asText()).isEqualTo("wrong_partition");

    // when
    retry(entry).expect(200);

    // then
    sojourn.awaitState("dlq-astray", "dlq-4", "completed");
  }

  @Test
  void shouldGiveUpADeadLetterAndKeepItInTheList() {
    // given
    JsonNode entry = letterOf(sojourn.topic().write(bytes("dlq-5"), new byte[] {0, -1, -2}));
    assertThat(entry.get("payload").asText()).isEqualTo("base64:AP/+");

    // when
    JsonNode answer = sojourn.delete(path(entry)).expect(200);

    // then
    assertThat(answer.toString()).isEqualTo("{\"discarded\":true}");
    assertThat(sojourn.delete(path(entry)).refused(409)).isEqualTo("Entry is not in pending state");
    assertThat(retry(entry).refused(409)).isEqualTo("Entry is not in pending state");
    assertThat(listed("&status=discarded"))
        .extracting(row -> row.get("id"))
        .contains(entry.get("id"));
    assertThat(listed("&status=pending"))
        .extracting(row -> row.get("id"))
        .doesNotContain(entry.get("id"));
    assertThat(sojourn.get("/v1/admin/dlq/0-999999").refused(404))
        .isEqualTo("Dead letter not found");
  }
}
