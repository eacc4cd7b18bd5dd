package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator stops a mistake: holds back what is sent, and cancels many at once. */
@ExtendWith(OneSojourn.class)
final class SendingControlsIT {

  private static final String ADMIN = "/v1/admin";

  private final LiveSojourn sojourn;

  SendingControlsIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private static String journey(String id, String rest) {
    return ADMIN + "/journeys/" + id + rest;
  }

  @Test
  void shouldHoldBackTheSendsOfAJourneyUntilTheyAreReleased() {
    // given
    sojourn.journey(threeSteps("brakes-held", "brakes-held", "PT0.1S", ""));
    sojourn.journey(threeSteps("brakes-not-held", "brakes-held", "PT0.1S", ""));
    JsonNode hold = sojourn.post(journey("brakes-held", "/hold"), "").expect(200).get("hold");
    assertThat(keys(hold)).containsExactly("journeyId", "held", "updatedAt");

    // when
    sojourn.whenEvent("brakes-held-user", "brakes-held");

    // then
    sojourn.awaitState("brakes-not-held", "brakes-held-user", "completed");
    JsonNode state = sojourn.awaitState("brakes-held", "brakes-held-user", "waiting");
    assertThat(sojourn.movements(state.get("id").asText()))
        .containsExactly("entered null>start", "send_held start>start");
    assertThat(sojourn.get(ADMIN + "/holds").expect(200).at("/waiting/brakes-held").asInt())
        .isEqualTo(1);

    // when
    sojourn.post(journey("brakes-held", "/release"), "{\"perSecond\": 50}").expect(200);

    // then
    sojourn.awaitState("brakes-held", "brakes-held-user", "completed");
    assertThat(sojourn.mails("brakes-held-user")).containsExactly("e2e/first", "e2e/first");
    assertThat(sojourn.get(ADMIN + "/holds").expect(200).get("waiting").has("brakes-held"))
        .isFalse();
  }

  @Test
  void shouldHoldBackTheSendsOfAllJourneys() {
    // given
    sojourn.journey(threeSteps("brakes-all-held", "brakes-all-held", "PT0.1S", ""));
    assertThat(sojourn.post(ADMIN + "/hold", "{}").expect(200).at("/hold/journeyId").asText())
        .isEqualTo("*");
    try {
      // when
      sojourn.whenEvent("brakes-all-held-user", "brakes-all-held");

      // then
      sojourn.awaitState("brakes-all-held", "brakes-all-held-user", "waiting");
      assertThat(sojourn.mails("brakes-all-held-user")).isEmpty();
    } finally {
      sojourn.post(ADMIN + "/release", "").expect(200);
    }
    sojourn.awaitState("brakes-all-held", "brakes-all-held-user", "completed");
  }

  @Test
  void shouldCancelNoMoreThanTheLimitAndTellHowFarItIs() {
    // given
    sojourn.journey(sleeping("brakes-many", "brakes-many", ""));
    for (int i = 0; i < 40; i++) {
      sojourn.topic().send("brakes-many-" + i, event("brakes-many", "brakes-many-" + i));
    }
    eventually(() -> assertThat(total("brakes-many", "waiting")).isEqualTo(40));

    // when
    Reply reply =
        sojourn
            .http()
            .post(journey("brakes-many", "/states/cancel"), "{\"limit\": 25}", "cancel-many-once");
    JsonNode job = reply.expect(202).get("job");

    // then
    assertThat(job.get("matched").asInt()).isEqualTo(25);
    String path = ADMIN + "/jobs/" + job.get("id").asText();
    eventually(
        () ->
            assertThat(sojourn.get(path).expect(200).at("/job/status").asText()).isEqualTo("done"));
    JsonNode done = sojourn.get(path).expect(200).get("job");
    assertThat(done.get("cancelled").asInt()).isEqualTo(25);
    assertThat(keys(done))
        .containsExactly(
            "id",
            "type",
            "journeyId",
            "status",
            "filter",
            "limit",
            "matched",
            "cancelled",
            "createdBy",
            "createdAt",
            "endedAt");
    assertThat(total("brakes-many", "waiting")).isEqualTo(15);
    assertThat(total("brakes-many", "exited")).isEqualTo(25);

    // when
    JsonNode again =
        sojourn
            .http()
            .post(journey("brakes-many", "/states/cancel"), "{\"limit\": 25}", "cancel-many-once")
            .expect(202)
            .get("job");

    // then
    assertThat(again.get("id")).isEqualTo(job.get("id"));
    assertThat(total("brakes-many", "waiting")).isEqualTo(15);
  }

  @Test
  void shouldCancelOnlyWhatEnteredBefore() {
    // given
    sojourn.journey(sleeping("brakes-early", "brakes-early", ""));
    sojourn.whenEvent("brakes-early-1", "brakes-early");
    JsonNode first = sojourn.awaitState("brakes-early", "brakes-early-1", "waiting");
    sojourn.whenEvent("brakes-early-2", "brakes-early");
    JsonNode second = sojourn.awaitState("brakes-early", "brakes-early-2", "waiting");
    assertThat(second.get("createdAt").asText()).isGreaterThan(first.get("createdAt").asText());

    // when
    sojourn
        .post(
            journey("brakes-early", "/states/cancel"),
            "{\"status\": \"waiting\", \"version\": 1, \"enteredBefore\": \"%s\", \"limit\": 10}"
                .formatted(second.get("createdAt").asText()))
        .expect(202);

    // then
    sojourn.awaitState("brakes-early", "brakes-early-1", "exited");
    assertThat(sojourn.state("brakes-early", "brakes-early-2").get("status").asText())
        .isEqualTo("waiting");
    List<JsonNode> logs =
        list(sojourn.get(ADMIN + "/journey-logs/" + first.get("id").asText()), "logs");
    assertThat(texts(logs, "action")).containsExactly("entered", "cancelled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                     | limit
          {"limit": 0}                           | limit
          {"limit": 1000001}                     | limit
          {"limit": 1, "status": "completed"}    | status
          {"limit": 1, "version": 0}             | version
          {"limit": 1, "enteredBefore": "today"} | enteredBefore
          {"limit": 1, "all": true}              | all
          """)
  void shouldSayWhatIsWrongWithAMassCancel(String body, String field) {
    // given
    sojourn.journey(sleeping("brakes-bad", "brakes-bad", ""));

    // when
    String error = sojourn.post(journey("brakes-bad", "/states/cancel"), body).refused(400);

    // then
    assertThat(error).contains("'" + field + "'");
  }

  @Test
  void shouldRefuseWhatIsNotThere() {
    // when, then
    assertThat(sojourn.post(journey("brakes-nobody", "/hold"), "").refused(404))
        .isEqualTo("Journey not found");
    assertThat(
            sojourn.post(journey("brakes-nobody", "/states/cancel"), "{\"limit\": 1}").refused(404))
        .isEqualTo("Journey not found");
    assertThat(sojourn.get(ADMIN + "/jobs/nothing").refused(404)).isEqualTo("Job not found");
    assertThat(sojourn.post(ADMIN + "/release", "{\"perSecond\": 0}").refused(400))
        .contains("'perSecond'");
  }

  private int total(String journeyId, String status) {
    return sojourn
        .get(journey(journeyId, "/states?limit=1&status=" + status))
        .expect(200)
        .get("total")
        .asInt();
  }

  private static String event(String name, String userId) {
    return "{\"event\":\"%s\",\"distinct_id\":\"%s\",\"properties\":{}}".formatted(name, userId);
  }
}
