package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an event would come to, guard by guard. */
@ExtendWith(OneSojourn.class)
final class ExplainIT {

  private static final String PRO =
      """
      {"id": "%1$s", "trigger": {"event": "%1$s", "where": [
         {"type": "property", "property": "plan", "operator": "eq", "value": "pro"}]},
       "steps": [
         {"id": "note", "type": "checkpoint", "next": "nap"},
         {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "done"},
         {"id": "done", "type": "complete"}]}
      """;

  private final LiveSojourn sojourn;

  ExplainIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private JsonNode explain(String journeyId, String userId, String event, String properties) {
    return sojourn
        .post(
            "/v1/admin/journeys/%s/explain".formatted(journeyId),
            "{\"userId\": \"%s\", \"event\": {\"name\": \"%s\", \"properties\": %s}}"
                .formatted(userId, event, properties))
        .expect(200);
  }

  private static JsonNode guard(JsonNode explanation, String name) {
    return StreamSupport.stream(explanation.get("guards").spliterator(), false)
        .filter(guard -> guard.get("guard").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> saysNo(JsonNode explanation) {
    return StreamSupport.stream(explanation.get("guards").spliterator(), false)
        .filter(guard -> !guard.get("passed").asBoolean())
        .map(guard -> guard.get("guard").asText())
        .toList();
  }

  @Test
  void shouldShowHowFarSomebodyWouldComeAndStoreNothing() {
    // given
    sojourn.journey(PRO.formatted("would"));

    // when
    JsonNode found = explain("would", "would-user", "would", "{\"plan\": \"pro\"}");

    // then
    assertThat(keys(found))
        .containsExactly(
            "journeyId", "userId", "event", "outcome", "reason", "guards", "wouldStand");
    assertThat(found.get("outcome").asText()).isEqualTo("entered");
    assertThat(found.get("reason").isNull()).isTrue();
    assertThat(saysNo(found)).isEmpty();
    assertThat(found.get("wouldStand"))
        .isEqualTo(
            tree(
                """
                {"currentNodeId": "nap", "status": "waiting", "logs": [
                  {"fromNodeId": null, "toNodeId": "note", "action": "entered", "detail": null},
                  {"fromNodeId": "note", "toNodeId": "nap", "action": "checkpoint", "detail": null}]}
                """));
    assertThat(sojourn.states("would", "would-user")).isEmpty();
    assertThat(sojourn.decisions("would", "would-user")).isEmpty();
    assertThat(list(sojourn.get("/v1/admin/events?userId=would-user"), "events")).isEmpty();
  }

  @Test
  void shouldShowWhatEachConditionFound() {
    // given
    sojourn.journey(PRO.formatted("found"));

    // when
    JsonNode found = explain("found", "found-user", "found", "{\"plan\": \"free\"}");

    // then
    assertThat(found.get("outcome").asText()).isEqualTo("rejected");
    assertThat(found.get("reason").asText()).isEqualTo("trigger_conditions_not_met");
    assertThat(found.get("wouldStand").isNull()).isTrue();
    assertThat(guard(found, "trigger_conditions_not_met").get("saw"))
        .isEqualTo(
            tree(
                """
                {"conditions": [{
                  "condition": {"type": "property", "property": "plan", "operator": "eq", "value": "pro"},
                  "holds": false, "found": "free"}]}
                """));
  }

  @Test
  void shouldNameTheGuardsInTheOrderInWhichTheyAreAsked() {
    // given
    sojourn.journey(PRO.formatted("order"));

    // when
    JsonNode found = explain("order", "order-user", "order", "{}");

    // then
    assertThat(texts(guards(found), "guard"))
        .containsExactly(
            "not_triggered",
            "journey_disabled",
            "trigger_conditions_not_met",
            "already_entered_once",
            "period_not_elapsed",
            "user_unsubscribed",
            "user_suppressed",
            "already_active",
            "held_out");
  }

  private static List<JsonNode> guards(JsonNode explanation) {
    return StreamSupport.stream(explanation.get("guards").spliterator(), false).toList();
  }

  @Test
  void shouldSayEverythingThatStandsInTheWayAndNameTheFirst() {
    // given
    sojourn.journey(PRO.formatted("way"));
    sojourn.whenEvent("way-user", "way", Map.of("plan", "pro"));
    sojourn
        .put(
            "/v1/admin/contacts/way-user/preferences",
            "{\"unsubscribedAll\": true, \"suppressed\": true}")
        .expect(200);
    sojourn.toggle("way", false);

    // when
    JsonNode found = explain("way", "way-user", "other", "{\"plan\": \"pro\"}");

    // then
    assertThat(saysNo(found))
        .containsExactly(
            "not_triggered",
            "journey_disabled",
            "already_entered_once",
            "user_unsubscribed",
            "user_suppressed",
            "already_active");
    assertThat(found.get("reason").asText()).isEqualTo("not_triggered");
    assertThat(guard(found, "journey_disabled").get("saw"))
        .isEqualTo(
            tree(
                """
                {"enabled": false, "status": "active", "override": false, "definition": true}
                """));
    assertThat(guard(found, "already_active").at("/saw/stateId").asText())
        .isEqualTo(sojourn.state("way", "way-user").get("id").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                  | userId
          {"userId": "u"}                                     | event
          {"userId": "u", "event": {}}                        | event.name
          {"userId": "u", "event": {"name": "x", "when": 1}}  | event.when
          {"userId": " ", "event": {"name": "x"}}             | userId
          """)
  void shouldSayWhatIsWrongWithTheRequest(String body, String field) {
    // given
    sojourn.journey(PRO.formatted("explain-bad"));

    // when
    String error = sojourn.post("/v1/admin/journeys/explain-bad/explain", body).refused(400);

    // then
    assertThat(error).contains("'" + field + "'");
  }
}
