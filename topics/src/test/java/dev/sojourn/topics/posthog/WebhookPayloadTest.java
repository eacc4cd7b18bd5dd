package dev.sojourn.topics.posthog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.json.Json;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookPayloadTest {

  private static CanonicalEvent one(String body) throws Exception {
    WebhookPayload payload = WebhookPayload.read(Json.lenient().readTree(body));
    assertThat(payload.many()).isFalse();
    assertThat(payload.events()).hasSize(1);
    return payload.events().get(0);
  }

  @Test
  void shouldReadTheDefaultBody() throws Exception {
    CanonicalEvent event =
        one(
            """
            {"event": {"uuid": "u-1", "event": "signed_up", "distinct_id": "user_1",
                       "properties": {"plan": "pro"}, "elements_chain": "",
                       "timestamp": "2026-01-15T10:30:00.123Z", "url": "https://x"},
             "person": {"id": "p-1", "name": "A", "url": "https://x",
                        "properties": {"email": "a@example.com", "city": "Bern"}},
             "groups": {}, "project": {"id": 1}}
            """);

    assertThat(event)
        .isEqualTo(
            new CanonicalEvent(
                "u-1",
                "signed_up",
                "user_1",
                Instant.parse("2026-01-15T10:30:00.123Z"),
                Map.of("plan", "pro", "$set", Map.of("email", "a@example.com", "city", "Bern")),
                "a@example.com",
                "posthog",
                null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":{\"name\":\"a\",\"distinct_id\":\"user_1\",\"uuid\":\"u\"}}",
        "{\"event\":\"a\",\"distinct_id\":\"user_1\",\"uuid\":\"u\",\"more\":[1]}",
        "{\"event\":{\"event\":\"a\",\"uuid\":\"u\"},\"person\":{\"distinct_id\":\"user_1\",\"id\":\"p\"}}",
        "{\"event\":{\"event\":\"a\",\"uuid\":\"u\",\"distinct_id\":null},\"person\":{\"id\":\"user_1\"}}",
        "{\"event\":{\"event\":\"a\",\"uuid\":\"u\"},\"person\":{\"uuid\":\"user_1\"}}"
      })
  void shouldReadEveryOtherForm(String body) throws Exception {
    CanonicalEvent event = one(body);

    assertThat(event.event()).isEqualTo("a");
    assertThat(event.distinctId()).isEqualTo("user_1");
    assertThat(event.uuid()).isEqualTo("u");
    assertThat(event.properties()).isEmpty();
  }

  @Test
  void shouldReadANumberAsAnId() throws Exception {
    assertThat(one("{\"event\":\"a\",\"distinct_id\":4711}").distinctId()).isEqualTo("4711");
  }

  @Test
  void shouldPutThePersonsSnapshotUnderWhatTheEventSets() throws Exception {
    CanonicalEvent event =
        one(
            """
            {"event": {"event": "a", "distinct_id": "user_1",
                       "properties": {"$set": {"city": "Basel"}, "$set_once": {"first": 1},
                                      "$unset": ["old"]}},
             "person": {"properties": {"city": "Bern", "plan": "pro", "email": 7}}}
            """);

    assertThat(event.properties())
        .isEqualTo(
            Map.of(
                "$set", Map.of("city", "Basel", "plan", "pro", "email", 7),
                "$set_once", Map.of("first", 1),
                "$unset", java.util.List.of("old")));
    assertThat(event.email()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"not a time", "+99999-01-01T00:00:00Z", "''"})
  void shouldDoWithoutATimeThatCannotBeRead(String time) throws Exception {
    assertThat(
            one("{\"event\":\"a\",\"distinct_id\":\"user_1\",\"timestamp\":\"%s\"}".formatted(time))
                .timestamp())
        .isNull();
  }

  @Test
  void shouldKnowARepeatByItsContentWhenItHasNoUuid() throws Exception {
    String first =
        one("{\"event\":\"a\",\"distinct_id\":\"user_1\",\"properties\":{\"x\":1,\"y\":{\"a\":1,\"b\":2}}}")
            .uuid();
    String again =
        one("{\"properties\":{\"y\":{\"b\":2,\"a\":1},\"x\":1},\"distinct_id\":\"user_1\",\"event\":\"a\"}")
            .uuid();
    String other =
        one("{\"event\":\"a\",\"distinct_id\":\"user_1\",\"properties\":{\"x\":2}}").uuid();

    assertThat(first).startsWith("sha256-").isEqualTo(again).isNotEqualTo(other);
  }

  @Test
  void shouldReadAnArray() throws Exception {
    WebhookPayload payload =
        WebhookPayload.read(
            Json.lenient()
                .readTree(
                    "[{\"event\":\"a\",\"distinct_id\":\"user_1\"},"
                        + "{\"event\":{\"event\":\"b\",\"distinct_id\":\"user_2\"}}]"));

    assertThat(payload.many()).isTrue();
    assertThat(payload.events()).extracting(CanonicalEvent::event).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "[7]",
        "{\"event\":\"a\"}",
        "{\"event\":\" \",\"distinct_id\":\"user_1\"}",
        "{\"event\":\"a\",\"distinct_id\":\"\"}",
        "{\"event\":\"a\",\"distinct_id\":\"[object Object]\"}",
        "{\"event\":\"a\",\"distinct_id\":{}}"
      })
  void shouldRefuseWhatIsNoEvent(String body) throws Exception {
    var node = Json.lenient().readTree(body);

    assertThatThrownBy(() -> WebhookPayload.read(node)).isInstanceOf(InvalidRecordException.class);
  }
}
