package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.json;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Enrolling many at once. */
@ExtendWith(OneSojourn.class)
final class BatchIT {

  private final LiveSojourn sojourn;

  BatchIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private static Map<String, Object> user(String id, String plan) {
    return Map.of("userId", id, "userEmail", "b@example.com", "properties", Map.of("plan", plan));
  }

  private JsonNode enrol(String journeyId, List<Map<String, Object>> users) {
    return sojourn
        .post(
            "/v1/admin/journeys/%s/enroll/batch".formatted(journeyId), json(Map.of("users", users)))
        .expect(200);
  }

  @Test
  void shouldAnswerFiveHundredWithTheDecisionOfEachInTheirOrder() {
    // given
    sojourn.journey(
        instant("bulk", "bulk", "\"entryLimit\": \"once\",")
            .replace(
                "\"bulk\"}",
                "\"bulk\", \"where\": [{\"type\": \"property\", \"property\": \"plan\", \"operator\": \"eq\", \"value\": \"pro\"}]}"));
    enrol("bulk", IntStream.range(0, 50).mapToObj(i -> user("bulk-" + i * 10, "pro")).toList());

    // when: every tenth is in already, every seventh has another plan, the last fifty come twice
    List<Map<String, Object>> users = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Set<String> entered = new HashSet<>();
    IntStream.range(0, 50).forEach(i -> entered.add("bulk-" + i * 10));
    for (int i = 0; i < 500; i++) {
      String id = "bulk-" + (i < 450 ? i : i - 50);
      boolean pro = i % 7 != 0;
      users.add(user(id, pro ? "pro" : "free"));
      expected.add(
          !pro
              ? id + " trigger_conditions_not_met"
              : entered.add(id) ? id + " entered" : id + " already_entered_once");
    }
    JsonNode answer = enrol("bulk", users);

    // then
    List<String> results = new ArrayList<>();
    answer
        .get("results")
        .forEach(
            row -> {
              boolean in = row.get("enrolled").asBoolean();
              assertThat(LiveSojourn.keys(row))
                  .containsExactlyElementsOf(
                      in ? List.of("userId", "enrolled") : List.of("userId", "enrolled", "reason"));
              results.add(
                  row.get("userId").asText() + " " + (in ? "entered" : row.get("reason").asText()));
            });
    assertThat(results).containsExactlyElementsOf(expected);
    long enrolled = expected.stream().filter(row -> row.endsWith(" entered")).count();
    assertThat(answer.get("enrolled").asLong()).isEqualTo(enrolled);
    assertThat(answer.get("skipped").asLong()).isEqualTo(500 - enrolled);
    assertThat(sojourn.get("/v1/admin/journeys/bulk/states").expect(200).get("total").asLong())
        .isEqualTo(enrolled + 50);
  }

  @Test
  void shouldGiveTheFirstAnswerToARepeatedBatch() {
    // given
    sojourn.journey(instant("bulk-repeat", "bulk-repeat", "\"entryLimit\": \"once\","));
    sojourn.whenEvent("bulk-repeat-2", "bulk-repeat");
    String body =
        json(Map.of("users", List.of(user("bulk-repeat-1", "pro"), user("bulk-repeat-2", "pro"))));
    String path = "/v1/admin/journeys/bulk-repeat/enroll/batch";

    // when
    JsonNode first = sojourn.http().post(path, body, "bulk-key").expect(200);
    JsonNode second = sojourn.http().post(path, body, "bulk-key").expect(200);

    // then
    assertThat(second)
        .isEqualTo(first)
        .isEqualTo(
            tree(
                """
                {"enrolled": 1, "skipped": 1, "results": [
                  {"userId": "bulk-repeat-1", "enrolled": true},
                  {"userId": "bulk-repeat-2", "enrolled": false, "reason": "already_entered_once"}]}
                """));
    assertThat(sojourn.states("bulk-repeat", "bulk-repeat-1")).hasSize(1);
  }

  @Test
  void shouldSayThatTheJourneyIsDisabled() {
    // given
    sojourn.journey(instant("bulk-off", "bulk-off", "\"enabled\": false,"));

    // when
    JsonNode answer = enrol("bulk-off", List.of(user("bulk-off-1", "pro")));

    // then
    assertThat(answer)
        .isEqualTo(
            tree(
                """
                {"enrolled": 0, "skipped": 1, "results": [
                  {"userId": "bulk-off-1", "enrolled": false, "reason": "journey_disabled"}]}
                """));
  }

  @Test
  void shouldRefuseNobodyAndMoreThanFiveHundred() {
    // given
    sojourn.journey(instant("bulk-size", "bulk-size", ""));
    String path = "/v1/admin/journeys/bulk-size/enroll/batch";
    List<Map<String, Object>> tooMany =
        IntStream.range(0, 501).mapToObj(i -> user("bulk-size-" + i, "pro")).toList();

    // then
    assertThat(sojourn.post(path, "{\"users\": []}").refused(400)).contains("'users'");
    assertThat(sojourn.post(path, json(Map.of("users", tooMany))).refused(400))
        .contains("'users'", "501");
    assertThat(sojourn.get("/v1/admin/journeys/bulk-size/states").expect(200).get("total").asInt())
        .isZero();
  }

  @Test
  void shouldEnrolNobodyWhenOneOfThemIsIllegal() {
    // given
    sojourn.journey(instant("bulk-illegal", "bulk-illegal", ""));

    // when
    String text =
        sojourn
            .post(
                "/v1/admin/journeys/bulk-illegal/enroll/batch",
                """
                {"users": [{"userId": "bulk-illegal-1", "userEmail": "b@example.com"},
                           {"userId": "bulk-illegal-2", "userEmail": "nobody"}]}
                """)
            .refused(400);

    // then
    assertThat(text).contains("users[1].userEmail", "nobody");
    assertThat(sojourn.states("bulk-illegal", "bulk-illegal-1")).isEmpty();
  }
}
