package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.EventTopic.bytes;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.e2e.EventTopic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must not be in the topic of events, and what becomes of it. */
@ExtendWith(OneSojourn.class)
final class BadRecordIT {

  private final LiveSojourn sojourn;

  BadRecordIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  static Stream<Arguments> recordsThatCannotBeRead() {
    return Stream.of(
        arguments("invalid_json", new byte[] {0, 1, 2, -1, -2}),
        arguments("invalid_json", bytes("hello")),
        arguments("invalid_json", bytes("{\"event\": \"dead\", \"distinct_id\": \"dead-1\"")),
        arguments("invalid_json", bytes("{\"event\": \"dead\", \"distinct_id\": \"dead-1\"} {}")),
        arguments("invalid_json", bytes("[{\"event\": \"dead\", \"distinct_id\": \"dead-1\"}]")),
        arguments("invalid_json", bytes("{\"a\":".repeat(500) + "1" + "}".repeat(500))),
        arguments("invalid_event", bytes("{\"distinct_id\": \"dead-1\"}")),
        arguments("invalid_event", bytes("{\"event\": {}, \"distinct_id\": \"dead-1\"}")),
        arguments(
            "invalid_event",
            bytes("{\"event\": \"dead\", \"distinct_id\": \"dead-1\", \"properties\": 1}")),
        arguments("invalid_user_id", bytes("{\"event\": \"dead\"}")),
        arguments(
            "invalid_user_id", bytes("{\"event\": \"dead\", \"distinct_id\": \"anonymous\"}")),
        arguments("invalid_user_id", bytes("{\"event\": \"dead\", \"distinct_id\": \"  \"}")),
        arguments(
            "invalid_timestamp",
            bytes("{\"event\": \"dead\", \"distinct_id\": \"dead-1\", \"timestamp\": \"soon\"}")),
        arguments(
            "event_too_large",
            bytes(
                "{\"event\": \"dead\", \"distinct_id\": \"dead-1\", \"properties\": {\"t\": \"%s\"}}"
                    .formatted("x".repeat(257 * 1024)))));
  }

  @ParameterizedTest
  @MethodSource("recordsThatCannotBeRead")
  void shouldPutAsideWhatCannotBeReadAndGoOn(String reason, byte[] value) {
    // given
    sojourn.journey(instant("dead", "dead", "\"entryLimit\": \"unlimited\","));
    int before = sojourn.states("dead", "dead-1").size();

    // when
    RecordMetadata place = sojourn.topic().write(bytes("dead-1"), value);

    // then
    DeadLetter letter = sojourn.topic().deadLetterOf(place);
    assertThat(letter.header("sojourn-reason")).isEqualTo(reason);
    assertThat(letter.header("sojourn-source")).isEqualTo("ingest");
    assertThat(letter.header("sojourn-message")).isNotBlank();
    assertThat(letter.value()).isEqualTo(new String(value, StandardCharsets.ISO_8859_1));
    sojourn.whenEvent("dead-1", "dead");
    assertThat(sojourn.states("dead", "dead-1")).hasSize(before + 1);
  }

  @Test
  void shouldPutAsideARecordWithoutAValueAndGoOn() {
    // when
    RecordMetadata place = sojourn.topic().write(bytes("dead-2"), null);

    // then
    assertThat(sojourn.topic().deadLetterOf(place).header("sojourn-reason"))
        .isEqualTo("invalid_event");
  }

  @Test
  void shouldTakeAnEventThatHasNoKey() {
    // given
    sojourn.journey(instant("keyless", "keyless", ""));

    // when
    sojourn.topic().write(null, bytes("{\"event\": \"keyless\", \"distinct_id\": \"keyless-1\"}"));

    // then
    sojourn.awaitState("keyless", "keyless-1", "completed");
  }

  @Test
  void shouldTakeAnEventOfTheFutureAsOneOfNow() {
    // given
    sojourn.journey(instant("future", "future", ""));

    // when
    sojourn
        .topic()
        .write(
            "future-1",
            "{\"event\": \"future\", \"distinct_id\": \"future-1\", \"timestamp\": \"2999-01-01T00:00:00Z\"}");

    // then
    JsonNode state = sojourn.awaitState("future", "future-1", "completed");
    JsonNode event = sojourn.get("/v1/admin/events?userId=future-1").expect(200).at("/events/0");
    assertThat(event.get("occurredAt")).isEqualTo(state.get("createdAt"));
  }

  @Test
  void shouldTakeAnEventOfTheDistantPast() {
    // given
    sojourn.journey(instant("past", "past", ""));

    // when
    sojourn
        .topic()
        .write(
            "past-1",
            "{\"event\": \"past\", \"distinct_id\": \"past-1\", \"timestamp\": \"1970-01-01T00:00:00Z\"}");

    // then
    sojourn.awaitState("past", "past-1", "completed");
    JsonNode event = sojourn.get("/v1/admin/events?userId=past-1").expect(200).at("/events/0");
    assertThat(event.get("occurredAt").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
  }

  @Test
  void shouldTakeTheLargestEventThereMayBe() {
    // given
    sojourn.journey(instant("largest", "largest:other", ""));
    String event =
        "{\"event\": \"largest\", \"distinct_id\": \"largest-1\", \"properties\": {\"t\": \"%s\"}}";
    int room = 256 * 1024 - event.formatted("").length();

    // when
    sojourn.topic().write("largest-1", event.formatted("x".repeat(room)));
    sojourn.whenEvent("largest-1", "largest:other");

    // then
    JsonNode events =
        sojourn.get("/v1/admin/events?userId=largest-1&event=largest").expect(200).get("events");
    assertThat(events.at("/0/properties/t").asText()).hasSize(room);
  }

  @Test
  void shouldFailAnInstanceWhoseTemplateIsMissing() {
    // given
    sojourn.journey(
        """
        {"id": "untold", "trigger": {"event": "untold"}, "steps": [
          {"id": "mail", "type": "send", "channel": "email", "template": "e2e/none", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.journey(failing("untold-too", "untold", ""));

    // when
    sojourn.whenEvent("untold-1", "untold");

    // then
    JsonNode state = sojourn.state("untold", "untold-1");
    assertThat(state.get("status").asText()).isEqualTo("failed");
    assertThat(state.get("errorMessage").asText()).isEqualTo("Template not found: e2e/none");
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly("entered null>mail", "failed mail>null");
    assertThat(sojourn.state("untold-too", "untold-1").get("errorMessage").asText())
        .isEqualTo("it broke");
  }
}
