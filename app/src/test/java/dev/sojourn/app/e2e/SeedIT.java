package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of seeds 000 and 001, call by call. */
@ExtendWith(OneSojourn.class)
final class SeedIT {

  private static final String JOURNEYS = "/v1/admin/journeys";
  private static final String NO_UUID = "00000000-0000-4000-8000-000000000000";

  private static final String WELCOME =
      """
      {
        "id": "activation-welcome",
        "name": "Activation -- Welcome Series",
        "description": "Sends a welcome email series on signup",
        "enabled": true,
        "trigger": { "event": "user:created",
                     "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" }] },
        "entryLimit": "once",
        "exitOn": [{ "event": "user:deleted" }],
        "suppress": { "hours": 12 },
        "steps": [
          { "id": "start", "type": "send", "channel": "email", "template": "e2e/first", "next": "post-welcome" },
          { "id": "post-welcome", "type": "sleep", "duration": { "days": 1 }, "next": "done" },
          { "id": "done", "type": "complete" }
        ]
      }
      """;

  private final LiveSojourn sojourn;

  SeedIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldListJourneysAsTheSeedDoes() {
    // given
    sojourn.journey(WELCOME);

    // when
    JsonNode answer = sojourn.get(JOURNEYS).expect(200);

    // then: a cursor only where there is more, and others here have made more than fit
    assertThat(keys(without(answer, "cursor")))
        .containsExactlyInAnyOrder("journeys", "total", "limit", "offset");
    assertThat(answer.get("total").isIntegralNumber()).isTrue();
    JsonNode journey = listed("activation-welcome");
    assertThat(keys(journey.get("counts")))
        .containsExactlyInAnyOrder("active", "waiting", "completed", "failed", "exited");
    assertThat(journey.get("counts")).allMatch(JsonNode::isIntegralNumber);
    assertThat(without(journey, "counts"))
        .isEqualTo(
            tree(
                """
                {"id": "activation-welcome", "name": "Activation -- Welcome Series",
                 "description": "Sends a welcome email series on signup", "enabled": true,
                 "trigger": {"event": "user:created"}, "entryLimit": "once"}
                """));
  }

  @Test
  void shouldListFiftyFromTheFirstWhenNothingIsAsked() {
    // when
    JsonNode answer = sojourn.get(JOURNEYS).expect(200);

    // then
    assertThat(answer.get("limit").asInt()).isEqualTo(50);
    assertThat(answer.get("offset").asInt()).isZero();
  }

  @Test
  void shouldPageThroughJourneysById() {
    // given
    List.of("page-c", "page-a", "page-b").forEach(id -> sojourn.journey(instant(id, id, "")));
    List<String> all = texts(sojourn.listed(""), "id");

    // when
    JsonNode first = sojourn.get(JOURNEYS + "?limit=2&offset=0").expect(200);
    JsonNode second = sojourn.get(JOURNEYS + "?limit=2&offset=2").expect(200);
    JsonNode beyond = sojourn.get(JOURNEYS + "?limit=2&offset=9999").expect(200);

    // then
    assertThat(all).isSorted().contains("page-a", "page-b", "page-c").doesNotHaveDuplicates();
    assertThat(first.get("limit").asInt()).isEqualTo(2);
    assertThat(second.get("offset").asInt()).isEqualTo(2);
    assertThat(first.findValuesAsText("id")).isEqualTo(all.subList(0, 2));
    assertThat(second.findValuesAsText("id")).isEqualTo(all.subList(2, Math.min(4, all.size())));
    assertThat(beyond.get("journeys")).isEmpty();
    assertThat(beyond.get("total").asInt()).isEqualTo(all.size());
  }

  @Test
  void shouldFilterJourneysByWhatIsInEffect() {
    // given
    sojourn.journey(instant("filter-on", "filter", ""));
    sojourn.journey(instant("filter-off", "filter", "\"enabled\": false,"));
    sojourn.journey(instant("filter-switched-off", "filter", ""));
    sojourn.journey(instant("filter-switched-on", "filter", "\"enabled\": false,"));
    sojourn.toggle("filter-switched-off", false);
    sojourn.toggle("filter-switched-on", true);

    // when
    List<JsonNode> on = sojourn.listed("&enabled=true");
    List<JsonNode> off = sojourn.listed("&enabled=false");

    // then
    assertThat(texts(on, "id"))
        .contains("filter-on", "filter-switched-on")
        .doesNotContain("filter-off", "filter-switched-off");
    assertThat(texts(off, "id"))
        .contains("filter-off", "filter-switched-off")
        .doesNotContain("filter-on", "filter-switched-on");
    assertThat(on).allMatch(journey -> journey.get("enabled").asBoolean());
    assertThat(off).noneMatch(journey -> journey.get("enabled").asBoolean());
    assertThat(on.size() + off.size()).isEqualTo(sojourn.listed("").size());
  }

  @Test
  void shouldShowAJourneyInFullAsTheSeedDoes() {
    // given
    sojourn.journey(
        WELCOME
            .replace("activation-welcome", "detail-welcome")
            .replace("user:created", "detail:created")
            .replace("\"description\": \"Sends a welcome email series on signup\",", ""));
    sojourn.whenEvent("detail-user", "detail:created", Map.of("plan", "pro"));
    sojourn.awaitState("detail-welcome", "detail-user", "waiting");

    // when
    JsonNode answer = sojourn.get(JOURNEYS + "/detail-welcome").expect(200);

    // then
    assertThat(masked(answer))
        .isEqualTo(
            tree(
                """
                {"journey": {
                  "id": "detail-welcome",
                  "name": "Activation -- Welcome Series",
                  "enabled": true,
                  "trigger": {
                    "event": "detail:created",
                    "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" }]
                  },
                  "entryLimit": "once",
                  "exitOn": [{ "event": "user:deleted" }],
                  "suppress": { "hours": 12 },
                  "counts": { "active": 0, "waiting": 1, "completed": 0, "failed": 0, "exited": 0 },
                  "recentStates": [%s]
                }}
                """
                    .formatted(waitingState("detail-welcome", "detail-user"))));
  }

  @Test
  void shouldLeaveOutWhatAJourneyDoesNotHave() {
    // given
    sojourn.journey(instant("bare", "bare", ""));

    // when
    JsonNode journey = sojourn.get(JOURNEYS + "/bare").expect(200).get("journey");

    // then
    assertThat(keys(journey))
        .containsExactlyInAnyOrder(
            "id", "name", "enabled", "trigger", "entryLimit", "counts", "recentStates");
    assertThat(journey.get("name").asText()).isEqualTo("bare");
    assertThat(journey.get("trigger")).isEqualTo(tree("{\"event\": \"bare\"}"));
  }

  @Test
  void shouldShowTheTenNewestInstancesOfAJourney() {
    // given
    sojourn.journey(instant("recent", "recent", ""));
    for (int i = 0; i < 12; i++) {
      sojourn.whenEvent("recent-" + i, "recent");
    }

    // when
    JsonNode journey = sojourn.get(JOURNEYS + "/recent").expect(200).get("journey");

    // then
    assertThat(journey.get("recentStates").findValuesAsText("userId"))
        .containsExactly(
            "recent-11",
            "recent-10",
            "recent-9",
            "recent-8",
            "recent-7",
            "recent-6",
            "recent-5",
            "recent-4",
            "recent-3",
            "recent-2");
  }

  @Test
  void shouldSwitchAJourneyOffAndOn() {
    // given
    sojourn.journey(threeSteps("switched", "switched", "PT1S", ""));

    // when
    JsonNode off = sojourn.patch(JOURNEYS + "/switched", "{ \"enabled\": false }").expect(200);
    boolean listedOff = shownAsEnabled("switched");
    JsonNode on = sojourn.patch(JOURNEYS + "/switched", "{ \"enabled\": true }").expect(200);
    boolean listedOn = shownAsEnabled("switched");

    // then
    assertThat(masked(off))
        .isEqualTo(
            tree(
                """
                {"journey": {"id": "switched", "name": "Activation -- Welcome Series",
                 "enabled": false, "updatedAt": "(time)"}}
                """));
    assertThat(listedOff).isFalse();
    assertThat(on.at("/journey/enabled").asBoolean()).isTrue();
    assertThat(listedOn).isTrue();
    assertThat(on.at("/journey/updatedAt").asText())
        .isGreaterThan(off.at("/journey/updatedAt").asText());
  }

  private boolean shownAsEnabled(String id) {
    JsonNode listed = listed(id);
    JsonNode detail = sojourn.get(JOURNEYS + "/" + id).expect(200).get("journey");
    assertThat(detail.get("enabled")).isEqualTo(listed.get("enabled"));
    return listed.get("enabled").asBoolean();
  }

  @Test
  void shouldKeepTheTimeOfChangeWhenNothingChanges() {
    // given
    sojourn.journey(instant("unchanged", "unchanged", ""));
    String first = updatedAtOf("unchanged", false);

    // when
    String second = updatedAtOf("unchanged", false);

    // then
    assertThat(second).isEqualTo(first);
  }

  private String updatedAtOf(String id, boolean enabled) {
    return sojourn
        .patch(JOURNEYS + "/" + id, "{\"enabled\":%s}".formatted(enabled))
        .expect(200)
        .at("/journey/updatedAt")
        .asText();
  }

  @Test
  void shouldLetThoseInFlightFinishWhenAJourneyIsDisabled() {
    // given
    sojourn.journey(threeSteps("in-flight", "in-flight", "PT1S", ""));
    sojourn.whenEvent("in-flight-user", "in-flight");

    // when
    sojourn.toggle("in-flight", false);

    // then
    sojourn.awaitState("in-flight", "in-flight-user", "completed");
    assertThat(sojourn.mails("in-flight-user")).containsExactly("e2e/first");
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
                    .formatted(waitingState("states-seed", "states-user"))));
  }

  private static String waitingState(String journeyId, String userId) {
    return """
        {
          "id": "(uuid)",
          "userId": "%s",
          "userEmail": "somebody@example.com",
          "journeyId": "%s",
          "currentNodeId": "post-welcome",
          "status": "waiting",
          "hatchetRunId": "(uuid)",
          "context": { "plan": "pro" },
          "errorMessage": null,
          "entryCount": 1,
          "completedAt": null,
          "exitedAt": null,
          "createdAt": "(time)",
          "updatedAt": "(time)"
        }
        """
        .formatted(userId, journeyId);
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

  @Test
  void shouldAnswerNotFoundInTheSeedsWords() {
    // given
    sojourn.journey(sleeping("here", "here", ""));
    sojourn.journey(instant("elsewhere", "elsewhere", ""));
    sojourn.whenEvent("here-user", "here");
    String id = sojourn.state("here", "here-user").get("id").asText();
    String enrol = "{\"userId\":\"x1\",\"userEmail\":\"x@example.com\"}";

    // then
    assertThat(sojourn.get(JOURNEYS + "/nowhere").refused(404)).isEqualTo("Journey not found");
    assertThat(sojourn.get(JOURNEYS + "/nowhere/states").refused(404))
        .isEqualTo("Journey not found");
    assertThat(sojourn.get(JOURNEYS + "/nowhere/decisions").refused(404))
        .isEqualTo("Journey not found");
    assertThat(sojourn.patch(JOURNEYS + "/nowhere", "{\"enabled\":true}").refused(404))
        .isEqualTo("Journey not found");
    assertThat(sojourn.post(JOURNEYS + "/nowhere/enroll", enrol).refused(404))
        .isEqualTo("Journey not found");
    assertThat(
            sojourn
                .post(JOURNEYS + "/nowhere/enroll/batch", "{\"users\":[%s]}".formatted(enrol))
                .refused(404))
        .isEqualTo("Journey not found");
    for (String path :
        List.of("here/states/" + NO_UUID, "here/states/x", "elsewhere/states/" + id)) {
      assertThat(sojourn.get(JOURNEYS + "/" + path).refused(404)).isEqualTo("State not found");
      assertThat(sojourn.delete(JOURNEYS + "/" + path).refused(404)).isEqualTo("State not found");
    }
    assertThat(sojourn.get("/v1/admin/journey-logs/" + NO_UUID).refused(404))
        .isEqualTo("Journey state not found");
    assertThat(sojourn.get("/v1/admin/journey-logs/state-uuid").refused(404))
        .isEqualTo("Journey state not found");
    assertThat(sojourn.state("here", "here-user").get("status").asText()).isEqualTo("waiting");
  }

  @Test
  void shouldCancelAnInstanceOnce() {
    // given
    sojourn.journey(sleeping("cancel", "cancel", ""));
    sojourn.whenEvent("cancel-user", "cancel");
    String id = sojourn.state("cancel", "cancel-user").get("id").asText();
    String path = JOURNEYS + "/cancel/states/" + id;

    // when
    Reply first = sojourn.delete(path);
    String second = sojourn.delete(path).refused(409);

    // then
    assertThat(masked(first.expect(200)))
        .isEqualTo(
            tree(
                """
                {"state": {"id": "(uuid)", "status": "exited", "exitedAt": "(time)"},
                 "hatchetCancelled": true}
                """));
    assertThat(first.json().at("/state/id").asText()).isEqualTo(id);
    assertThat(second).isEqualTo("Cannot cancel journey in 'exited' status");
    JsonNode state = sojourn.state("cancel", "cancel-user");
    assertThat(state.get("status").asText()).isEqualTo("exited");
    assertThat(state.get("exitedAt")).isEqualTo(first.json().at("/state/exitedAt"));
    assertThat(sojourn.movements(id)).containsExactly("entered null>nap", "cancelled nap>null");
  }

  @Test
  void shouldRefuseToCancelWhatIsOver() {
    // given
    sojourn.journey(instant("over", "over", ""));
    sojourn.journey(failing("over-failed", "over", ""));
    sojourn.whenEvent("over-user", "over");

    // then
    assertThat(cancelled("over")).isEqualTo("Cannot cancel journey in 'completed' status");
    assertThat(cancelled("over-failed")).isEqualTo("Cannot cancel journey in 'failed' status");
  }

  private String cancelled(String journeyId) {
    String id = sojourn.state(journeyId, "over-user").get("id").asText();
    return sojourn.delete(JOURNEYS + "/%s/states/%s".formatted(journeyId, id)).refused(409);
  }

  @Test
  void shouldGiveTheFirstAnswerToARepeatedCancellation() {
    // given
    sojourn.journey(sleeping("cancel-again", "cancel-again", ""));
    sojourn.whenEvent("cancel-again-user", "cancel-again");
    String id = sojourn.state("cancel-again", "cancel-again-user").get("id").asText();
    String path = JOURNEYS + "/cancel-again/states/" + id;
    Reply first = sojourn.delete(path);
    first.expect(200);

    // when
    Reply repeat =
        sojourn
            .http()
            .call(
                "DELETE",
                path,
                BodyPublishers.noBody(),
                request -> request.header("Idempotency-Key", first.header("Sojourn-Command-Id")));

    // then
    assertThat(repeat.expect(200)).isEqualTo(first.json());
  }

  @Test
  void shouldEnrolAPersonByTheTrigger() {
    // given
    sojourn.journey(sleeping("enrol", "enrol:created", ""));

    // when
    JsonNode answer =
        sojourn
            .post(
                JOURNEYS + "/enrol/enroll",
                """
                { "userId": "user_abc123", "userEmail": "abc@example.com",
                  "properties": { "source": "admin_enroll" } }
                """)
            .expect(202);

    // then
    assertThat(answer)
        .isEqualTo(
            tree(
                """
                { "enrolled": true, "event": "enrol:created", "userId": "user_abc123" }
                """));
    JsonNode state = sojourn.awaitState("enrol", "user_abc123", "waiting");
    assertThat(state.get("userEmail").asText()).isEqualTo("abc@example.com");
    assertThat(state.get("context")).isEqualTo(tree("{\"source\": \"admin_enroll\"}"));
    JsonNode events =
        sojourn.get("/v1/admin/events?userId=user_abc123&event=enrol:created").expect(200);
    assertThat(masked(events))
        .isEqualTo(
            tree(
                """
                {"events": [{"id": "(uuid)", "userId": "user_abc123", "event": "enrol:created",
                  "properties": {"source": "admin_enroll"}, "occurredAt": "(time)",
                  "source": "admin", "userEmail": "abc@example.com"}],
                 "total": 1, "limit": 50, "offset": 0}
                """));
    assertThat(events.at("/events/0/id")).isEqualTo(state.get("hatchetRunId"));
  }

  @Test
  void shouldSkipTheThirdOfABatchWhoHasCompletedAJourneyOfOnce() {
    // given
    sojourn.journey(instant("batch-seed", "batch-seed", "\"entryLimit\": \"once\","));
    sojourn.whenEvent("user_003", "batch-seed");

    // when
    JsonNode answer =
        sojourn
            .post(
                JOURNEYS + "/batch-seed/enroll/batch",
                """
                {
                "users": [
                { "userId": "user_001", "userEmail": "one@example.com", "properties": { "source": "migration" } },
                { "userId": "user_002", "userEmail": "two@example.com" },
                { "userId": "user_003", "userEmail": "three@example.com" }
                ]
                }
                """)
            .expect(200);

    // then
    assertThat(answer)
        .isEqualTo(
            tree(
                """
                { "enrolled": 2, "skipped": 1,
                  "results": [
                    { "userId": "user_001", "enrolled": true },
                    { "userId": "user_002", "enrolled": true },
                    { "userId": "user_003", "enrolled": false, "reason": "already_entered_once" }
                  ] }
                """));
    assertThat(sojourn.state("batch-seed", "user_001").get("context"))
        .isEqualTo(tree("{\"source\": \"migration\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"once", "once_per_period", "unlimited"})
  void shouldFollowTheRecipeForAJourneyThatIsStuckInWaiting(String limit) {
    // given
    String id = "stuck-" + limit.replace('_', '-');
    sojourn.journey(sleeping(id, id, "\"entryLimit\": \"%s\",".formatted(limit)));
    sojourn.whenEvent("stuck-user", id);
    JsonNode stuck = sojourn.awaitState(id, "stuck-user", "waiting");

    // when
    sojourn.delete(JOURNEYS + "/%s/states/%s".formatted(id, stuck.get("id").asText())).expect(200);
    sojourn
        .post(
            JOURNEYS + "/%s/enroll".formatted(id),
            "{ \"userId\": \"stuck-user\", \"userEmail\": \"stuck@example.com\" }")
        .expect(202);

    // then
    JsonNode again = sojourn.awaitState(id, "stuck-user", "waiting");
    assertThat(again.get("id")).isNotEqualTo(stuck.get("id"));
    assertThat(again.get("entryCount").asInt()).isEqualTo(2);
    assertThat(texts(sojourn.states(id, "stuck-user"), "status"))
        .containsExactly("waiting", "exited");
  }

  @Test
  void shouldSayWhatTheMetricsOfAJourneyAre() {
    // given
    sojourn.journey(instant("measured", "measured", ""));
    sojourn.journey(
        sleeping("measured-asleep", "measured", "\"exitOn\": [{\"event\": \"measured:out\"}],"));
    sojourn.journey(failing("measured-failing", "measured", ""));
    sojourn.journey(instant("measured-never", "never:measured", ""));
    for (int i = 0; i < 3; i++) {
      sojourn.whenEvent("measured-" + i, "measured");
    }
    sojourn.whenEvent("measured-1", "measured:out");

    // when
    JsonNode answer = sojourn.get("/v1/admin/metrics/journeys").expect(200);

    // then
    assertThat(keys(answer)).containsExactly("journeys");
    assertThat(metricsOf(answer, "measured"))
        .isEqualTo(
            tree(
                """
                {"journeyId": "measured", "name": "measured", "enrolled": 3, "completed": 3,
                 "failed": 0, "exited": 0, "active": 0, "completionRate": 1.0, "avgDurationSecs": 0}
                """));
    assertThat(metricsOf(answer, "measured-asleep"))
        .isEqualTo(
            tree(
                """
                {"journeyId": "measured-asleep", "name": "measured-asleep", "enrolled": 3,
                 "completed": 0, "failed": 0, "exited": 1, "active": 2, "completionRate": 0.0,
                 "avgDurationSecs": null}
                """));
    assertThat(metricsOf(answer, "measured-failing").get("failed").asInt()).isEqualTo(3);
    assertThat(metricsOf(answer, "measured-never"))
        .isEqualTo(
            tree(
                """
                {"journeyId": "measured-never", "name": "measured-never", "enrolled": 0,
                 "completed": 0, "failed": 0, "exited": 0, "active": 0, "completionRate": 0.0,
                 "avgDurationSecs": null}
                """));
  }

  @Test
  void shouldRoundTheCompletionRateToFourDigits() {
    // given
    sojourn.journey(
        """
        {"id": "rate", "trigger": {"event": "rate"}, "steps": [
          {"id": "which", "type": "branch", "paths": [
            {"when": [{"type": "property", "property": "end", "operator": "eq", "value": true}], "next": "done"}],
           "otherwise": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("rate-1", "rate", Map.of("end", true));
    sojourn.whenEvent("rate-2", "rate", Map.of("end", true));
    sojourn.whenEvent("rate-3", "rate");

    // when
    JsonNode row = metricsOf(sojourn.get("/v1/admin/metrics/journeys").expect(200), "rate");

    // then
    assertThat(row.get("completionRate").asDouble()).isEqualTo(0.6667);
    assertThat(row.get("active").asInt()).isEqualTo(1);
    assertThat(row.get("enrolled").asInt()).isEqualTo(3);
  }

  private static JsonNode metricsOf(JsonNode answer, String journeyId) {
    for (JsonNode row : answer.get("journeys")) {
      if (row.get("journeyId").asText().equals(journeyId)) {
        return row;
      }
    }
    throw new AssertionError("no " + journeyId + " in " + answer);
  }

  private JsonNode listed(String id) {
    return sojourn.listed("").stream()
        .filter(journey -> journey.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode without(JsonNode object, String field) {
    return object.<ObjectNode>deepCopy().without(field);
  }
}
