package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Seed.JOURNEYS;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the seed: instances of a journey, listed and with their log. */
@ExtendWith(OneSojourn.class)
final class SeedInstancesIT {

  private final LiveSojourn sojourn;

  SeedInstancesIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldListInstancesAsTheSeedDoes() {
    // given
    sojourn.journey(threeSteps("states-seed", "states-seed", "PT24H", ""));
    sojourn.whenEvent("states-user", "states-seed", Map.of("plan", "pro"));
    sojourn.whenEvent("states-other", "states-seed", Map.of("plan", "pro"));
    sojourn.awaitState("states-seed", "states-user", "waiting");

    // when
    JsonNode answer = sojourn.get(JOURNEYS + "/states-seed/states?userId=states-user").expect(200);

    // then
    assertThat(masked(answer))
        .isEqualTo(
            tree(
                """
                {"states": [%s], "total": 1, "limit": 50, "offset": 0}
                """
                    .formatted(Seed.waitingState("states-seed", "states-user"))));
  }

  @Test
  void shouldAnswerAnEmptyListWhenNobodyEverEntered() {
    // given
    sojourn.journey(instant("nobody", "nobody-comes", ""));

    // when
    JsonNode answer = sojourn.get(JOURNEYS + "/nobody/states").expect(200);

    // then
    assertThat(answer)
        .isEqualTo(tree("{\"states\": [], \"total\": 0, \"limit\": 50, \"offset\": 0}"));
  }

  @Test
  void shouldFilterInstancesByEachStatus() {
    // given
    sojourn.journey(
        """
        {"id": "statuses", "trigger": {"event": "statuses"}, "exitOn": [{"event": "statuses:out"}],
         "steps": [
          {"id": "which", "type": "branch", "paths": [
            {"when": [{"type": "property", "property": "go", "operator": "eq", "value": "fail"}], "next": "oops"},
            {"when": [{"type": "property", "property": "go", "operator": "eq", "value": "end"}], "next": "done"}],
           "otherwise": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "done"},
          {"id": "oops", "type": "fail", "message": "it broke"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("status-waiting", "statuses", Map.of("go", "wait"));
    sojourn.whenEvent("status-failed", "statuses", Map.of("go", "fail"));
    sojourn.whenEvent("status-completed", "statuses", Map.of("go", "end"));
    sojourn.whenEvent("status-exited", "statuses", Map.of("go", "wait"));
    sojourn.whenEvent("status-exited", "statuses:out");
    sojourn.whenEvent("status-cancelled", "statuses", Map.of("go", "wait"));
    String stuck = sojourn.state("statuses", "status-cancelled").get("id").asText();
    sojourn.delete(JOURNEYS + "/statuses/states/" + stuck).expect(200);

    // then
    assertThat(usersWith("active")).isEmpty();
    assertThat(usersWith("waiting")).containsExactly("status-waiting");
    assertThat(usersWith("failed")).containsExactly("status-failed");
    assertThat(usersWith("completed")).containsExactly("status-completed");
    assertThat(usersWith("exited")).containsExactly("status-cancelled", "status-exited");
    assertThat(sojourn.get(JOURNEYS + "/statuses").expect(200).at("/journey/counts"))
        .isEqualTo(
            tree("{\"active\":0, \"waiting\":1, \"completed\":1, \"failed\":1, \"exited\":2}"));
    JsonNode failed = sojourn.state("statuses", "status-failed");
    assertThat(failed.get("errorMessage").asText()).isEqualTo("it broke");
    assertThat(failed.get("completedAt").isNull()).isTrue();
    JsonNode exited = sojourn.state("statuses", "status-exited");
    assertThat(exited.get("exitedAt").isTextual()).isTrue();
    assertThat(exited.get("completedAt").isNull()).isTrue();
  }

  /** By the filter alone, and by the filter of a person besides. */
  private List<String> usersWith(String status) {
    JsonNode answer = sojourn.get(JOURNEYS + "/statuses/states?status=" + status).expect(200);
    List<String> users = answer.findValuesAsText("userId");
    assertThat(answer.get("total").asInt()).isEqualTo(users.size());
    assertThat(answer.findValuesAsText("status")).allMatch(status::equals);
    for (String user : users) {
      JsonNode mine =
          sojourn
              .get(JOURNEYS + "/statuses/states?status=%s&userId=%s".formatted(status, user))
              .expect(200);
      assertThat(mine.findValuesAsText("userId")).containsExactly(user);
    }
    return users;
  }

  @Test
  void shouldListInstancesNewestFirstAndStableUnderPaging() {
    // given
    sojourn.journey(instant("order", "order", "\"entryLimit\": \"unlimited\","));
    for (int i = 0; i < 6; i++) {
      sojourn.whenEvent("order-" + i % 3, "order", Map.of("n", i));
    }

    // when
    JsonNode all = sojourn.get(JOURNEYS + "/order/states").expect(200);
    JsonNode first = sojourn.get(JOURNEYS + "/order/states?limit=4").expect(200);
    JsonNode second = sojourn.get(JOURNEYS + "/order/states?limit=4&offset=4").expect(200);
    JsonNode mine = sojourn.get(JOURNEYS + "/order/states?userId=order-1&limit=1").expect(200);

    // then
    assertThat(all.get("states").findValuesAsText("n"))
        .containsExactly("5", "4", "3", "2", "1", "0");
    assertThat(all.get("states").findValuesAsText("createdAt"))
        .isSortedAccordingTo((left, right) -> right.compareTo(left));
    assertThat(first.findValuesAsText("n")).containsExactly("5", "4", "3", "2");
    assertThat(second.findValuesAsText("n")).containsExactly("1", "0");
    assertThat(second.get("total").asInt()).isEqualTo(6);
    assertThat(mine.findValuesAsText("n")).containsExactly("4");
    assertThat(mine.get("total").asInt()).isEqualTo(2);
    assertThat(mine.findValuesAsText("entryCount")).containsExactly("2");
  }

  @Test
  void shouldWriteTheLogOfTheThreeStepJourneyExactlyAsTheSeed() {
    // given
    sojourn.journey(threeSteps("three-steps", "three-steps", "PT1S", ""));

    // when
    sojourn.whenEvent("three-steps-user", "three-steps", Map.of("plan", "pro"));
    String id =
        sojourn.awaitState("three-steps", "three-steps-user", "completed").get("id").asText();

    // then
    JsonNode detail = sojourn.get(JOURNEYS + "/three-steps/states/" + id).expect(200);
    assertThat(masked(detail))
        .isEqualTo(
            tree(
                """
                {
                  "state": {
                    "id": "(uuid)",
                    "userId": "three-steps-user",
                    "userEmail": "somebody@example.com",
                    "journeyId": "three-steps",
                    "currentNodeId": "post-welcome",
                    "status": "completed",
                    "hatchetRunId": "(uuid)",
                    "context": { "plan": "pro" },
                    "errorMessage": null,
                    "entryCount": 1,
                    "completedAt": "(time)",
                    "exitedAt": null,
                    "createdAt": "(time)",
                    "updatedAt": "(time)"
                  },
                  "logs": [
                    { "id": "(uuid)-1", "fromNodeId": null, "toNodeId": "start",
                      "action": "entered", "detail": null, "createdAt": "(time)" },
                    { "id": "(uuid)-2", "fromNodeId": "start", "toNodeId": "post-welcome",
                      "action": "email_sent", "detail": { "template": "e2e/first" }, "createdAt": "(time)" },
                    { "id": "(uuid)-3", "fromNodeId": "post-welcome", "toNodeId": "done",
                      "action": "completed", "detail": null, "createdAt": "(time)" }
                  ]
                }
                """));
    assertThat(detail.at("/state/id").asText()).isEqualTo(id);
    assertThat(detail.get("logs").findValuesAsText("createdAt")).isSorted();
    assertThat(detail.at("/state/completedAt")).isEqualTo(detail.at("/logs/2/createdAt"));
    assertThat(sojourn.get("/v1/admin/journey-logs/" + id).expect(200)).isEqualTo(detail);
  }
}
