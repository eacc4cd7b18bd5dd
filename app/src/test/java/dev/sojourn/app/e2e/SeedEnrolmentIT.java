package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Seed.JOURNEYS;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the seed: persons that an operator enrols. */
@ExtendWith(OneSojourn.class)
final class SeedEnrolmentIT {

  private final LiveSojourn sojourn;

  SeedEnrolmentIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
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
}
