package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operations guide tells an operator to do, step by step, and where it leads. */
@ExtendWith(OneSojourn.class)
final class WalkThroughIT {

  private static final String ADMIN = "/v1/admin";

  private static final String PRO =
      """
      {"id": "%1$s", "trigger": {"event": "%1$s:signed_up", "where": [
         {"type": "property", "property": "plan", "operator": "eq", "value": "pro"}]},
       "steps": [{"id": "done", "type": "complete"}]}
      """;

  private final LiveSojourn sojourn;

  WalkThroughIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private List<JsonNode> events(String userId, String event) {
    return list(
        sojourn.get(ADMIN + "/events?userId=%s&event=%s".formatted(userId, event)), "events");
  }

  private JsonNode journey(String id) {
    return sojourn.get(ADMIN + "/journeys/" + id).expect(200).get("journey");
  }

  private JsonNode preferences(String userId) {
    return sojourn
        .get(ADMIN + "/contacts/%s/preferences".formatted(userId))
        .expect(200)
        .get("preferences");
  }

  private JsonNode decisions(String journeyId, String userId) {
    return sojourn
        .get(ADMIN + "/journeys/%s/decisions?userId=%s".formatted(journeyId, userId))
        .expect(200);
  }

  // Why didn't a user get enrolled?

  @Test
  void shouldShowThatTheEventNeverArrived() {
    // given
    sojourn.journey(PRO.formatted("never-came"));

    // when, then: step 1 of the guide, and the one GET
    assertThat(events("nobody-came", "never-came:signed_up")).isEmpty();
    JsonNode answer = decisions("never-came", "nobody-came");
    assertThat(answer.get("total").asInt()).isZero();
    assertThat(answer.get("note").asText()).contains("never-came:signed_up");
  }

  @Test
  void shouldShowThatTheJourneyIsDisabled() {
    // given
    sojourn.journey(PRO.formatted("switched-off"));
    sojourn.toggle("switched-off", false);
    sojourn.whenEvent("off-user", "switched-off:signed_up", Map.of("plan", "pro"));

    // when, then: steps 1 and 2
    assertThat(events("off-user", "switched-off:signed_up")).hasSize(1);
    assertThat(journey("switched-off").get("enabled").asBoolean()).isFalse();
    assertThat(sojourn.verdict("switched-off", "off-user")).isEqualTo("journey_disabled");
  }

  @Test
  void shouldShowThatTheUserDoesNotWantMail() {
    // given
    sojourn.journey(PRO.formatted("no-mail"));
    sojourn
        .put(ADMIN + "/contacts/no-mail-user/preferences", "{\"unsubscribedAll\": true}")
        .expect(200);
    sojourn.whenEvent("no-mail-user", "no-mail:signed_up", Map.of("plan", "pro"));

    // when, then: steps 1 to 3
    assertThat(events("no-mail-user", "no-mail:signed_up")).hasSize(1);
    assertThat(journey("no-mail").get("enabled").asBoolean()).isTrue();
    assertThat(preferences("no-mail-user").get("unsubscribedAll").asBoolean()).isTrue();
    assertThat(sojourn.verdict("no-mail", "no-mail-user")).isEqualTo("user_unsubscribed");
  }

  @Test
  void shouldShowThatTheUserWasEnrolledBefore() {
    // given
    sojourn.journey(PRO.formatted("twice"));
    sojourn.whenEvent("twice-user", "twice:signed_up", Map.of("plan", "pro"));
    sojourn.whenEvent("twice-user", "twice:signed_up", Map.of("plan", "pro"));

    // when, then: steps 1 to 4
    assertThat(events("twice-user", "twice:signed_up")).hasSize(2);
    assertThat(preferences("twice-user").get("unsubscribedAll").asBoolean()).isFalse();
    assertThat(texts(sojourn.states("twice", "twice-user"), "status")).containsExactly("completed");
    assertThat(journey("twice").get("entryLimit").asText()).isEqualTo("once");
    assertThat(sojourn.verdict("twice", "twice-user")).isEqualTo("already_entered_once");
  }

  @Test
  void shouldShowThatTheConditionsDoNotMatch() {
    // given
    sojourn.journey(PRO.formatted("free"));
    sojourn.whenEvent("free-user", "free:signed_up", Map.of("plan", "free"));

    // when, then: steps 1, 4 and 5
    JsonNode event = events("free-user", "free:signed_up").get(0);
    assertThat(event.at("/properties/plan").asText()).isEqualTo("free");
    assertThat(sojourn.states("free", "free-user")).isEmpty();
    assertThat(journey("free").at("/trigger/where/0"))
        .isEqualTo(
            tree(
                """
                {"type": "property", "property": "plan", "operator": "eq", "value": "pro"}
                """));
    assertThat(sojourn.verdict("free", "free-user")).isEqualTo("trigger_conditions_not_met");
  }

  // Why did a journey fail?

  @Test
  void shouldLeadFromAFailedInstanceToItsErrorAndItsDeadLetter() {
    // given
    sojourn.journey(
        """
        {"id": "template-gone", "trigger": {"event": "template-gone"}, "steps": [
          {"id": "start", "type": "send", "channel": "email", "template": "e2e/nowhere", "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("unlucky", "template-gone");

    // when, then: 1. find the failed instance
    List<JsonNode> failed =
        list(sojourn.get(ADMIN + "/journeys/template-gone/states?status=failed"), "states");
    assertThat(texts(failed, "userId")).containsExactly("unlucky");
    String id = failed.get(0).get("id").asText();

    // 2. inspect the error
    JsonNode state =
        sojourn.get(ADMIN + "/journeys/template-gone/states/" + id).expect(200).get("state");
    assertThat(state.get("errorMessage").asText()).isEqualTo("Template not found: e2e/nowhere");
    assertThat(state.get("currentNodeId").asText()).isEqualTo("start");

    // 3. check the dead letters
    eventually(
        () ->
            assertThat(
                    texts(
                        list(
                            sojourn.get(ADMIN + "/dlq?source=journey&status=pending&limit=100"),
                            "entries"),
                        "sourceId"))
                .contains(id));
  }

  // The funnel

  @Test
  void shouldShowTheFunnelOfAJourneyFromWhatHasHappened() {
    // given
    sojourn.journey(
        threeSteps("funnel", "funnel", "PT0.1S", "\"exitOn\": [{\"event\": \"funnel:out\"}],"));
    for (int i = 0; i < 4; i++) {
      sojourn.whenEvent("funnel-" + i, "funnel");
    }
    for (int i = 0; i < 4; i++) {
      sojourn.awaitState("funnel", "funnel-" + i, "completed");
    }
    engage("funnel-0", "email.opened");
    engage("funnel-0", "email.opened");
    engage("funnel-1", "email.opened");
    engage("funnel-1", "email.clicked");

    // when
    JsonNode funnel = sojourn.get(ADMIN + "/metrics/journeys/funnel").expect(200);

    // then
    assertThat(keys(funnel))
        .containsExactly(
            "enrolled",
            "emailSent",
            "emailOpened",
            "emailClicked",
            "completed",
            "failed",
            "exited");
    assertThat(funnel)
        .isEqualTo(
            tree(
                """
                {"enrolled": 4, "emailSent": 4, "emailOpened": 2, "emailClicked": 1,
                 "completed": 4, "failed": 0, "exited": 0}
                """));
  }

  private void engage(String userId, String event) {
    String send =
        list(sojourn.get(ADMIN + "/outbox?userId=" + userId), "messages").get(0).get("id").asText();
    sojourn.whenEvent(userId, event, Map.of("sendId", send));
  }

  @Test
  void shouldCountEverybodyInTheOverview() {
    // given
    sojourn.journey(instant("overview-done", "overview", ""));
    sojourn.journey(failing("overview-failed", "overview", ""));
    JsonNode before = sojourn.get(ADMIN + "/metrics/overview").expect(200);

    // when
    sojourn.whenEvent("overview-user", "overview");

    // then
    JsonNode after = sojourn.get(ADMIN + "/metrics/overview").expect(200);
    assertThat(keys(after))
        .containsExactly(
            "journeys", "instances", "completionRate", "emails", "contacts", "deadLetters");
    assertThat(more(before, after, "/instances/enrolled")).isEqualTo(2);
    assertThat(more(before, after, "/instances/completed")).isEqualTo(1);
    assertThat(more(before, after, "/instances/failed")).isEqualTo(1);
    assertThat(more(before, after, "/contacts")).isEqualTo(1);
    JsonNode instances = after.get("instances");
    assertThat(instances.get("enrolled").asLong())
        .isEqualTo(
            instances.get("active").asLong()
                + instances.get("waiting").asLong()
                + instances.get("completed").asLong()
                + instances.get("failed").asLong()
                + instances.get("exited").asLong());
  }

  private static long more(JsonNode before, JsonNode after, String path) {
    return after.at(path).asLong() - before.at(path).asLong();
  }
}
