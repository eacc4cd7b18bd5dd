package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Seed.JOURNEYS;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the seed: instances that are cancelled, and what is not found. */
@ExtendWith(OneSojourn.class)
final class SeedCancellationIT {

  private static final String NO_UUID = "00000000-0000-4000-8000-000000000000";

  private final LiveSojourn sojourn;

  SeedCancellationIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
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
}
