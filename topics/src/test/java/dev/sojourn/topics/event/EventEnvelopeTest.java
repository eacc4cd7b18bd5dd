package dev.sojourn.topics.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.topics.json.JsonValues;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventEnvelopeTest {

  private static EventEnvelope decode(String text) throws InvalidRecordException {
    return EventEnvelope.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static EventEnvelope with(String more) throws InvalidRecordException {
    return decode("{\"event\":\"e\",\"distinct_id\":\"ada\"" + more + "}");
  }

  private static void thenInvalid(String text, String reason, String message) {
    thenInvalid(text.getBytes(StandardCharsets.UTF_8), reason, message);
  }

  private static void thenInvalid(byte[] bytes, String reason, String message) {
    assertThatThrownBy(() -> EventEnvelope.decode(bytes))
        .isInstanceOfSatisfying(
            InvalidRecordException.class,
            wrong -> {
              assertThat(wrong.reason()).isEqualTo(reason);
              assertThat(wrong).hasMessageContaining(message);
            });
  }

  @Test
  void shouldReadEveryField() throws Exception {
    EventEnvelope event =
        decode(
            """
            {"uuid": "u-1", "event": "user:created", "distinct_id": "ada",
             "timestamp": "2026-01-15T10:30:00.123Z", "email": "ada@example.com", "source": "api",
             "historical_migration": true, "team_id": 5, "unknown": {"event": "no", "a": [1]},
             "properties": {"plan": "pro", "a.b": 1, "deep": {"x": [1, {"y": null}]},
               "$set": {"first": "Ada"}, "$set_once": {"born": 1815}, "$unset": ["old"]}}
            """);

    assertThat(event.uuid()).isEqualTo("u-1");
    assertThat(event.event()).isEqualTo("user:created");
    assertThat(event.userId()).isEqualTo("ada");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-15T10:30:00.123Z"));
    assertThat(event.email()).isEqualTo("ada@example.com");
    assertThat(event.source()).isEqualTo("api");
    assertThat(event.historical()).isTrue();
    assertThat(event.changesContact()).isTrue();
    assertThat(event.properties()).containsOnlyKeys("plan", "a.b", "deep").containsEntry("a.b", 1);
    assertThat(event.contactPatch())
        .isEqualTo(
            new ContactPatch(
                Map.of("first", "Ada", "email", "ada@example.com"),
                Map.of("born", 1815),
                List.of("old")));
  }

  @Test
  void shouldTakeLittleForEnough() throws Exception {
    EventEnvelope event =
        with(",\"uuid\":\" \",\"email\":\"\",\"properties\":null,\"timestamp\":null");

    assertThat(event.uuid()).isNull();
    assertThat(event.timestamp()).isNull();
    assertThat(event.email()).isNull();
    assertThat(event.source()).isEqualTo("kafka");
    assertThat(event.historical()).isFalse();
    assertThat(event.changesContact()).isFalse();
    assertThat(event.properties()).isEmpty();
    assertThat(event.contactPatch().isEmpty()).isTrue();
  }

  @Test
  void shouldReadWhatIsSaidOfTheContactAtTheTopToo() throws Exception {
    EventEnvelope event =
        with(
            ",\"$set\":{\"a\":1,\"n\":{\"m\":1}},\"$set_once\":{\"b\":2},\"$unset\":[\"c\", 5],"
                + "\"properties\":{\"$set\":{\"a\":0,\"d\":3},\"x\":1}");

    assertThat(event.changesContact()).isTrue();
    assertThat(event.contactPatch())
        .isEqualTo(
            new ContactPatch(
                Map.of("a", 1, "d", 3, "n", Map.of("m", 1)), Map.of("b", 2), List.of("c")));
    assertThat(event.properties()).isEqualTo(Map.of("x", 1));
  }

  @Test
  void shouldIgnoreAPatchOfAnotherShape() throws Exception {
    EventEnvelope event =
        with(
            ",\"$unset\":{\"a\":[1]},\"properties\":{\"$set\":5,\"$set_once\":[],\"$unset\":\"a\",\"x\":1}");

    assertThat(event.contactPatch().isEmpty()).isTrue();
    assertThat(event.properties()).isEqualTo(Map.of("x", 1));
  }

  @Test
  void shouldLetTheLastOfTwoKeysCount() throws Exception {
    EventEnvelope event =
        with(
            ",\"event\":\"f\",\"properties\":{\"gone\":1},"
                + "\"properties\":{\"a\":1,\"a\":2,\"n\":{\"b\":1,\"b\":2}},\"$set\":{\"c\":1,\"c\":2}");

    assertThat(event.event()).isEqualTo("f");
    assertThat(event.properties()).isEqualTo(Map.of("a", 2, "n", Map.of("b", 2)));
    assertThat(event.contactPatch().set()).isEqualTo(Map.of("c", 2));
    assertThat(with(",\"properties\":{\"gone\":1},\"properties\":null").properties()).isEmpty();
  }

  @Test
  void shouldReadUnicodeAndWriteItBack() throws Exception {
    EventEnvelope event =
        decode(
            "\uFEFF{\"event\":\"é\",\"distinct_id\":\"жук-🦋\",\"properties\":{\"ключ\":\"🦋\",\"cut\":\"\\ud83e\",\"nul\":\"\\u0000\"}}");

    assertThat(event.userId()).isEqualTo("жук-🦋");
    assertThat(event.properties()).containsEntry("ключ", "🦋").containsEntry("cut", "\ud83e");
    // An unpaired surrogate, as when JavaScript cuts a string, must not break writers.
    assertThat(JsonValues.object(JsonValues.bytes(event.properties())))
        .isEqualTo(event.properties());
  }

  @Test
  void shouldReadHugeNumbers() throws Exception {
    EventEnvelope event =
        with(",\"properties\":{\"big\":123456789012345678901234567890,\"far\":1e999}");

    assertThat(event.properties())
        .containsEntry("big", new BigInteger("123456789012345678901234567890"))
        .containsEntry("far", Double.POSITIVE_INFINITY);
    thenInvalid(
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"properties\":{\"n\":"
            + "1".repeat(2000)
            + "}}".repeat(1),
        "invalid_json",
        "");
  }

  @Test
  void shouldReadAnIdThatIsANumber() throws Exception {
    assertThat(decode("{\"event\":\"e\",\"distinct_id\":12345678901234567890,\"uuid\":7}").userId())
        .isEqualTo("12345678901234567890");
    thenInvalid("{\"event\":\"e\",\"distinct_id\":0}", "invalid_user_id", "nobody in particular");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | invalid_json | expected a JSON object",
        "x | invalid_json | expected a JSON object",
        "[] | invalid_json | expected a JSON object",
        "null | invalid_json | expected a JSON object",
        "{ | invalid_json | expected a JSON object",
        "{\"event\":\"e\",\"distinct_id\":\"a\"}{} | invalid_json | found more",
        "{\"event\":\"e\",\"distinct_id\":\"a\"}x | invalid_json | expected a JSON object",
        "{\"distinct_id\":\"a\"} | invalid_event | for key 'event', found none",
        "{\"event\":\" \",\"distinct_id\":\"a\"} | invalid_event | for key 'event', found none",
        "{\"event\":5,\"distinct_id\":\"a\"} | invalid_event | expected a text for key 'event'",
        "{\"event\":{},\"distinct_id\":\"a\"} | invalid_event | expected a text for key 'event'",
        "{\"event\":\"e\"} | invalid_user_id | for key 'distinct_id', found none",
        "{\"event\":\"e\",\"distinct_id\":null} | invalid_user_id | found none",
        "{\"event\":\"e\",\"distinct_id\":\"\"} | invalid_user_id | blank",
        "{\"event\":\"e\",\"distinct_id\":true} | invalid_event | expected a text for key 'distinct_id'",
        "{\"event\":\"e\",\"distinct_id\":[\"a\"]} | invalid_event | expected a text for key 'distinct_id'",
        "{\"event\":\"e\",\"distinct_id\":\"a\\u0000b\"} | invalid_user_id | control characters",
        "{\"event\":\"e\",\"distinct_id\":\"a\\ud83e\"} | invalid_user_id | whole characters",
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"email\":5} | invalid_event | expected a text for key 'email'",
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"timestamp\":\"yesterday\"} | invalid_timestamp | found 'yesterday'",
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"timestamp\":1700000000} | invalid_event | for key 'timestamp'",
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"properties\":[]} | invalid_event | an object for key 'properties'",
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"properties\":\"x\"} | invalid_event | an object for key 'properties'",
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"$set\":[]} | invalid_event | an object for key '$set'",
      })
  void shouldSayWhatIsWrong(String text, String reason, String message) {
    thenInvalid(text, reason, message);
  }

  @Test
  void shouldPassOverAMigrationFlagOfAnotherShape() throws Exception {
    EventEnvelope event = with(",\"historical_migration\":{\"event\":\"x\"},\"source\":\"s\"");

    assertThat(event.historical()).isFalse();
    assertThat(event.event()).isEqualTo("e");
    assertThat(event.source()).isEqualTo("s");
  }

  @Test
  void shouldHoldTheLimits() throws Exception {
    assertThatThrownBy(() -> EventEnvelope.decode(null)).hasMessageContaining("empty record");
    String id200 = "é".repeat(100);
    assertThat(decode("{\"event\":\"e\",\"distinct_id\":\"" + id200 + "\"}").userId())
        .isEqualTo(id200);
    thenInvalid(
        "{\"event\":\"e\",\"distinct_id\":\"" + id200 + "x\"}", "invalid_user_id", "200 bytes");
    assertThat(decode("{\"distinct_id\":\"a\",\"event\":\"" + "x".repeat(200) + "\"}").event())
        .hasSize(200);
    thenInvalid(
        "{\"distinct_id\":\"a\",\"event\":\"" + "x".repeat(201) + "\"}", "invalid_event", "200");

    String start = "{\"event\":\"e\",\"distinct_id\":\"a\",\"properties\":{\"t\":\"";
    String largest = start + "x".repeat(Limits.EVENT - start.length() - 3) + "\"}}";
    assertThat(decode(largest).properties()).containsKey("t");
    thenInvalid(largest + " ", "event_too_large", "at most 262144 bytes, found 262145");
    thenInvalid(
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"properties\":"
            + "{\"a\":".repeat(1000)
            + "1"
            + "}".repeat(1001),
        "invalid_json",
        "at most 100 levels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void shouldRefuseOtherEncodingsRatherThanLoseProperties(String charset) throws Exception {
    byte[] bytes =
        "{\"event\":\"e\",\"distinct_id\":\"a\",\"properties\":{\"x\":1}}".getBytes(charset);

    thenInvalid(bytes, "invalid_json", "");
  }

  @Test
  void shouldRefuseBrokenUtf8() {
    byte[] bytes = "{\"event\":\"e\",\"distinct_id\":\"a?\"}".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 3] = (byte) 0xC3;

    thenInvalid(bytes, "invalid_json", "");
  }

  @Test
  void shouldReadWhatACanonicalEventWrites() throws Exception {
    Instant at = Instant.parse("2026-01-15T10:30:00Z");
    CanonicalEvent event =
        new CanonicalEvent(
            "k", "e", "ada", at, Map.of("x", 1, "$set", Map.of("y", 2)), "a@b.c", "api", true);

    EventEnvelope read = EventEnvelope.decode(event.bytes());

    assertThat(read.uuid()).isEqualTo("k");
    assertThat(read.timestamp()).isEqualTo(at);
    assertThat(read.historical()).isTrue();
    assertThat(read.properties()).isEqualTo(Map.of("x", 1));
    assertThat(read.contactPatch().set()).isEqualTo(Map.of("y", 2, "email", "a@b.c"));
  }
}
