package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.topics.link.Links;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What it is for: an event comes in by some door, and a person walks to the end. */
@ExtendWith(OneSojourn.class)
final class MainJobIT {

  private final LiveSojourn sojourn;

  MainJobIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  /** send, sleep, branch on what the trigger said, send, complete. */
  private static String walk(String id, String event) {
    return """
        {"id": "%s", "trigger": {"event": "%s"}, "entryLimit": "unlimited", "steps": [
          {"id": "hello", "type": "send", "channel": "email", "template": "e2e/first", "next": "pause"},
          {"id": "pause", "type": "sleep", "duration": "PT1S", "next": "which"},
          {"id": "which", "type": "branch", "paths": [
            {"when": [{"type": "property", "property": "plan", "operator": "eq", "value": "pro"}], "next": "more"}],
           "otherwise": "done"},
          {"id": "more", "type": "send", "channel": "email", "template": "e2e/second", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """
        .formatted(id, event);
  }

  /** As PostHog's webhook destination writes it by default. */
  private static String webhook(String uuid, String event, String userId) {
    return """
        { "event":  { "uuid": "%s", "event": "%s", "distinct_id": "%s",
                      "properties": {"plan": "pro", "$current_url": "https://example.com/", "$set": {"name": "Ann"}},
                      "elements_chain": "", "timestamp": "2026-01-15T10:30:00.000Z",
                      "captured_at": "2026-01-15T10:30:01.000Z", "url": "https://eu.posthog.com/x" },
          "person": { "id": "0190-person", "name": "Ann", "url": "https://eu.posthog.com/p",
                      "properties": {"email": "ann@example.com", "name": "Old name", "country": "DE"} } }
        """
        .formatted(uuid, event, userId);
  }

  private static String canonical(String uuid, String event, String userId) {
    return """
        {"uuid": "%s", "event": "%s", "distinct_id": "%s", "timestamp": "2026-01-15T10:30:00.000Z",
         "properties": {"plan": "pro", "$set": {"email": "ann@example.com", "name": "Ann"}}}
        """
        .formatted(uuid, event, userId);
  }

  private void thenWalkedToTheEnd(String journeyId, String userId) {
    JsonNode state = sojourn.awaitState(journeyId, userId, "completed");
    assertThat(state.get("userEmail").asText()).isEqualTo("ann@example.com");
    assertThat(state.get("context")).isEqualTo(tree("{\"plan\": \"pro\"}"));
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly(
            "entered null>hello",
            "email_sent hello>pause",
            "waited pause>which",
            "branched which>more",
            "email_sent more>done",
            "completed more>done");
    assertThat(sojourn.mails(userId)).containsExactly("e2e/first", "e2e/second");
  }

  @Test
  void shouldWalkAPersonFromAPostHogWebhookToTheEnd() {
    // given
    sojourn.journey(walk("webhook-walk", "webhook:walk"));

    // when
    JsonNode answer =
        sojourn
            .webhook(webhook("0190a1b2-0000-7000-8000-000000000001", "webhook:walk", "ann"))
            .expect(200);

    // then
    assertThat(answer)
        .isEqualTo(tree("{\"ok\": true, \"event\": \"webhook:walk\", \"userId\": \"ann\"}"));
    thenWalkedToTheEnd("webhook-walk", "ann");
    List<JsonNode> mails = list(sojourn.get("/v1/admin/outbox?userId=ann"), "messages");
    assertThat(mails).allMatch(mail -> mail.get("to").asText().equals("ann@example.com"));
    assertThat(mails.get(1).get("subject").asText()).isEqualTo("Hello Ann");
    String home = "http://127.0.0.1:" + sojourn.port();
    assertThat(mails.get(1).get("body").asText())
        .contains("\"" + home + Links.UNSUBSCRIBE, "\"" + home + Links.OPEN);
    assertThat(mails.get(0).get("subject").asText()).isEqualTo("Again ann");
    JsonNode event = sojourn.get("/v1/admin/events?userId=ann").expect(200).at("/events/0");
    assertThat(event.get("source").asText()).isEqualTo("posthog");
    assertThat(event.get("occurredAt").asText()).isEqualTo("2026-01-15T10:30:00.000Z");
  }

  @Test
  void shouldWalkAPersonFromAPlainProducerToTheEnd() {
    // given
    sojourn.journey(walk("producer-walk", "producer:walk"));

    // when
    sojourn.topic().write("bea", canonical("bea-1", "producer:walk", "bea"));

    // then
    thenWalkedToTheEnd("producer-walk", "bea");
  }

  @Test
  void shouldWalkEverybodyToTheEndWhenAProducerPartitionsDifferently() {
    // given
    sojourn.journey(walk("astray-walk", "astray:walk"));
    List<String> users = IntStream.range(0, 12).mapToObj(i -> "astray-" + i).toList();

    // when
    users.forEach(
        user -> sojourn.topic().writeAstray(user, canonical(user + "-1", "astray:walk", user)));

    // then
    users.forEach(user -> thenWalkedToTheEnd("astray-walk", user));
  }

  @Test
  void shouldTakeTheSameUuidThroughThreeDoorsAsOneEvent() {
    // given
    sojourn.journey(instant("doors", "doors", "\"entryLimit\": \"unlimited\","));
    sojourn.journey(instant("doors-end", "doors:end", ""));
    String uuid = UUID.randomUUID().toString();
    String api =
        "{\"userId\": \"cleo\", \"name\": \"doors\", \"idempotencyKey\": \"%s\"}".formatted(uuid);

    // when
    sojourn.webhook(webhook(uuid, "doors", "cleo")).expect(200);
    sojourn.webhook(webhook(uuid, "doors", "cleo")).expect(200);
    JsonNode first = sojourn.post("/v1/events", api).expect(202);
    JsonNode second =
        sojourn.http().post("/v1/events", api.replace(uuid, "other"), uuid).expect(202);
    sojourn.topic().write("cleo", canonical(uuid, "doors", "cleo"));
    sojourn.topic().writeAstray("cleo", canonical(uuid, "doors", "cleo"));
    sojourn.topic().writeAstray("cleo", canonical("the-end", "doors:end", "cleo"));

    // then the last one went the longest way, so all before it are decided
    sojourn.awaitState("doors-end", "cleo", "completed");
    assertThat(sojourn.states("doors", "cleo")).hasSize(1);
    assertThat(sojourn.decisions("doors", "cleo")).hasSize(1);
    JsonNode stored = sojourn.get("/v1/admin/events?userId=cleo&event=doors").expect(200);
    assertThat(stored.get("total").asInt()).isEqualTo(1);
    assertThat(first.get("stored").asBoolean()).isFalse();
    assertThat(second.get("stored").asBoolean()).isFalse();
    assertThat(first.get("eventId")).isEqualTo(stored.at("/events/0/id"));
    assertThat(second.get("eventId")).isEqualTo(stored.at("/events/0/id"));
  }

  @Test
  void shouldAnswerARepeatedKeyWithNotStored() {
    // given
    sojourn.journey(instant("repeat", "repeat", "\"entryLimit\": \"unlimited\","));
    String body = "{\"userId\": \"repeat-1\", \"name\": \"repeat\"}";

    // when
    JsonNode first = sojourn.http().post("/v1/events", body, "repeat-key").expect(202);
    JsonNode second = sojourn.http().post("/v1/events", body, "repeat-key").expect(202);
    JsonNode ofAnother =
        sojourn
            .http()
            .post("/v1/events", body.replace("repeat-1", "repeat-2"), "repeat-key")
            .expect(202);

    // then
    assertThat(LiveSojourn.keys(first)).containsExactlyInAnyOrder("stored", "eventId");
    assertThat(first.get("stored").asBoolean()).isTrue();
    assertThat(second.get("stored").asBoolean()).isFalse();
    assertThat(second.get("eventId")).isEqualTo(first.get("eventId"));
    assertThat(ofAnother.get("stored").asBoolean()).isTrue();
    assertThat(sojourn.states("repeat", "repeat-1")).hasSize(1);
    assertThat(sojourn.states("repeat", "repeat-2")).hasSize(1);
  }

  @Test
  void shouldAnswerABatchOfEventsInOrder() {
    // given
    sojourn.journey(instant("many", "many", "\"entryLimit\": \"unlimited\","));

    // when
    JsonNode answer =
        sojourn
            .post(
                "/v1/events/batch",
                """
                {"events": [
                  {"userId": "many-1", "name": "many", "idempotencyKey": "many-a"},
                  {"userId": "many-1", "name": "many", "idempotencyKey": "many-a"},
                  {"userId": "many-1"},
                  {"userId": "anonymous", "name": "many"},
                  {"userId": "many-2", "name": "many", "idempotencyKey": "many-b"}]}
                """)
            .expect(202);

    // then
    JsonNode results = answer.get("results");
    assertThat(results).hasSize(5);
    assertThat(results.at("/0/stored").asBoolean()).isTrue();
    assertThat(results.at("/1/stored").asBoolean()).isFalse();
    assertThat(results.at("/2/error").asText()).contains("events[2].name");
    assertThat(results.at("/3/error").asText()).contains("events[3].userId");
    assertThat(results.at("/4/stored").asBoolean()).isTrue();
    assertThat(sojourn.states("many", "many-1")).hasSize(1);
    assertThat(sojourn.states("many", "many-2")).hasSize(1);
  }

  @Test
  void shouldTakeOlderFlatAndListedWebhookBodies() {
    // given
    sojourn.journey(instant("dialects", "dialects", ""));

    // when
    sojourn
        .webhook(
            """
            {"event": {"uuid": "old-1", "name": "dialects", "distinct_id": "dialect-old"},
             "person": {"uuid": "p", "properties": {}}}
            """)
        .expect(200);
    sojourn
        .webhook(
            "{\"uuid\": \"flat-1\", \"event\": \"dialects\", \"distinct_id\": \"dialect-flat\"}")
        .expect(200);
    JsonNode listed =
        sojourn
            .webhook(
                """
                [{"event": "dialects", "distinct_id": "dialect-list-1"},
                 {"event": {"event": "dialects", "distinct_id": "dialect-list-2"}, "person": null}]
                """)
            .expect(200);

    // then
    assertThat(listed)
        .isEqualTo(
            tree(
                """
                {"ok": true, "results": [
                  {"event": "dialects", "userId": "dialect-list-1"},
                  {"event": "dialects", "userId": "dialect-list-2"}]}
                """));
    for (String user : List.of("dialect-old", "dialect-flat", "dialect-list-1", "dialect-list-2")) {
      JsonNode state = sojourn.awaitState("dialects", user, "completed");
      assertThat(state.get("userEmail").isNull()).isTrue();
    }
  }
}
