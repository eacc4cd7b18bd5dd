package dev.sojourn.topics.posthog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.topics.event.CanonicalEvent;
import dev.sojourn.topics.event.InvalidRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostHogRecordTest {

  private static List<PostHogRecord.Read> read(String json) throws InvalidRecordException {
    return PostHogRecord.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static CanonicalEvent only(String json) throws InvalidRecordException {
    List<PostHogRecord.Read> events = read(json);
    assertThat(events).hasSize(1);
    return events.get(0).event();
  }

  @Test
  void shouldReadWhatCaptureWrites() throws InvalidRecordException {
    // when
    CanonicalEvent event =
        only(
            """
            {"uuid":"0190","distinct_id":"ada","ip":"1.2.3.4","token":"phc_x","now":"2026-01-01T00:00:00Z",
             "data":"{\\"event\\":\\"user:created\\",\\"distinct_id\\":\\"old\\",\\"properties\\":{\\"plan\\":\\"pro\\"}}"}
            """);

    // then
    assertThat(event.uuid()).isEqualTo("0190");
    assertThat(event.event()).isEqualTo("user:created");
    assertThat(event.distinctId()).isEqualTo("ada");
    assertThat(event.properties()).containsEntry("plan", "pro");
  }

  @Test
  void shouldReadWhatIngestionWritesForClickHouse() throws InvalidRecordException {
    // when
    CanonicalEvent event =
        only(
            """
            {"uuid":"0191","team_id":1,"event":"user:created","distinct_id":"ada",
             "timestamp":"2026-01-02 03:04:05.678901","properties":"{\\"plan\\":\\"pro\\"}",
             "person_properties":"{\\"email\\":\\"ada@example.org\\"}","person_mode":"full"}
            """);

    // then
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(event.properties())
        .containsEntry("plan", "pro")
        .containsEntry("$set", Map.of("email", "ada@example.org"));
    assertThat(event.email()).isEqualTo("ada@example.org");
  }

  @Test
  void shouldReadABatchAndMarkAnImport() throws InvalidRecordException {
    // when
    List<PostHogRecord.Read> events =
        read(
            """
            {"api_key":"phc_x","historical_migration":true,"batch":[
              {"event":"a","distinct_id":"ada","uuid":"1"},{"event":"b","distinct_id":"ada","uuid":"2"}]}
            """);

    // then
    assertThat(events).extracting(read -> read.event().event()).containsExactly("a", "b");
    assertThat(events).allMatch(read -> Boolean.TRUE.equals(read.event().historical()));
  }

  @Test
  void shouldReadAWebhooksBodyAndAPlainEvent() throws InvalidRecordException {
    assertThat(only("{\"event\":{\"event\":\"a\",\"distinct_id\":\"ada\"}}").event())
        .isEqualTo("a");
    assertThat(only("{\"event\":\"a\",\"distinct_id\":\"ada\"}").distinctId()).isEqualTo("ada");
  }

  @Test
  void shouldLetOneBadEventCostNoOther() throws InvalidRecordException {
    // when
    List<PostHogRecord.Read> events =
        read("[{\"event\":\"a\",\"distinct_id\":\"\"},{\"event\":\"b\",\"distinct_id\":\"ada\"}]");

    // then
    assertThat(events.get(0).flaw()).hasMessageContaining("distinct_id");
    assertThat(events.get(1).event().event()).isEqualTo("b");
  }

  @Test
  void shouldRefuseWhatIsNoJson() {
    assertThatThrownBy(() -> read("nonsense")).isInstanceOf(InvalidRecordException.class);
    assertThatThrownBy(() -> read("\"text\"")).isInstanceOf(InvalidRecordException.class);
  }
}
