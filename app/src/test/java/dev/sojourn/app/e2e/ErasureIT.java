package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is erased is in no answer any more, and does not come back. */
@ExtendWith(OneSojourn.class)
final class ErasureIT {

  private static final List<String> JOURNEYS = List.of("erase-live", "erase-done", "erase-failed");

  @Test
  void shouldForgetAPersonForGoodAndNobodyElse(EmbeddedBroker broker, @TempDir Path folder)
      throws Exception {
    try (LiveSojourn sojourn = LiveSojourn.start(Installation.guarded(broker, folder, "erase"))) {
      // given
      sojourn.journey(sleeping("erase-live", "erase", "\"entryLimit\": \"once\","));
      sojourn.journey(threeSteps("erase-done", "erase", "PT0.1S", "\"entryLimit\": \"once\","));
      sojourn.journey(
          """
          {"id": "erase-failed", "trigger": {"event": "erase"}, "entryLimit": "once", "steps": [
            {"id": "mail", "type": "send", "channel": "email", "template": "e2e/no", "next": "done"},
            {"id": "done", "type": "complete"}]}
          """);
      livesFully(sojourn, "gone");
      livesFully(sojourn, "stays");
      String state = sojourn.state("erase-live", "gone").get("id").asText();
      List<JsonNode> neighbour = answers(sojourn, "stays");
      assertThat(answers(sojourn, "gone")).hasSameSizeAs(neighbour);

      // when
      JsonNode answer = erase(sojourn);
      JsonNode repeat = erase(sojourn);

      // then
      assertThat(answer.toString()).isEqualTo("{\"erased\":true,\"stopped\":1}");
      assertThat(repeat).isEqualTo(answer);
      thenNothingIsLeft(sojourn, state);
      assertThat(answers(sojourn, "stays")).isEqualTo(neighbour);
      thenRefused(sojourn);
      thenNothingIsLeft(sojourn, state);

      // and after a restart
      sojourn.stopNode();
      sojourn.startNode();
      thenRefused(sojourn);
      thenNothingIsLeft(sojourn, state);
      assertThat(answers(sojourn, "stays")).isEqualTo(neighbour);
    }
  }

  /** Under the same key each time. */
  private static JsonNode erase(LiveSojourn sojourn) {
    return sojourn
        .http()
        .call(
            "DELETE",
            "/v1/admin/contacts/gone",
            BodyPublishers.noBody(),
            request -> request.header("Idempotency-Key", "erase-gone"))
        .expect(200);
  }

  private static void livesFully(LiveSojourn sojourn, String userId) {
    sojourn.whenEvent(userId, "erase");
    sojourn.awaitState("erase-done", userId, "completed");
    sojourn.whenEvent(userId, "erase");
    sojourn
        .put("/v1/admin/contacts/" + userId, "{\"properties\": {\"plan\": \"pro\"}}")
        .expect(200);
    sojourn
        .put("/v1/admin/contacts/" + userId + "/preferences", "{\"suppressed\": true}")
        .expect(200);
    sojourn.topic().write(userId, "nonsense of " + userId);
    eventually(
        () -> {
          assertThat(sojourn.mails(userId)).containsExactly("e2e/first");
          // Two instances that failed, since who failed may enter again, and the nonsense.
          assertThat(lettersOf(sojourn, userId)).hasSize(3);
        });
  }

  private static List<JsonNode> lettersOf(LiveSojourn sojourn, String userId) {
    return list(sojourn.get("/v1/admin/dlq?limit=100"), "entries").stream()
        .filter(entry -> entry.get("payload").asText().contains(userId))
        .toList();
  }

  /** All that the API says of a person. */
  private static List<JsonNode> answers(LiveSojourn sojourn, String userId) {
    List<JsonNode> answers = new ArrayList<>();
    answers.add(sojourn.get("/v1/admin/contacts/" + userId).expect(200));
    answers.add(sojourn.get("/v1/admin/contacts/" + userId + "/preferences").expect(200));
    answers.add(sojourn.get("/v1/admin/contacts/" + userId + "/timeline").expect(200));
    answers.add(sojourn.get("/v1/admin/events?userId=" + userId).expect(200));
    answers.add(sojourn.get("/v1/admin/outbox?userId=" + userId).expect(200));
    for (String journey : JOURNEYS) {
      answers.addAll(sojourn.states(journey, userId));
      answers.addAll(sojourn.decisions(journey, userId));
    }
    answers.addAll(lettersOf(sojourn, userId));
    return answers;
  }

  private static void thenNothingIsLeft(LiveSojourn sojourn, String state) {
    assertThat(sojourn.get("/v1/admin/contacts/gone").refused(404)).isEqualTo("Contact not found");
    JsonNode preferences =
        sojourn.get("/v1/admin/contacts/gone/preferences").expect(200).get("preferences");
    assertThat(preferences.get("suppressed").asBoolean()).isFalse();
    assertThat(preferences.get("email").isNull()).isTrue();
    for (String list :
        List.of("contacts/gone/timeline?", "events?userId=gone", "outbox?userId=gone")) {
      assertThat(sojourn.get("/v1/admin/" + list).expect(200).get("total").asInt())
          .as(list)
          .isZero();
    }
    assertThat(lettersOf(sojourn, "gone")).isEmpty();
    assertThat(sojourn.get("/v1/admin/journey-logs/" + state).refused(404))
        .isEqualTo("Journey state not found");
    for (String journey : JOURNEYS) {
      assertThat(sojourn.states(journey, "gone")).isEmpty();
      assertThat(sojourn.decisions(journey, "gone")).isEmpty();
      thenNumbersAreThoseOfTheStates(sojourn, journey);
    }
  }

  private static void thenNumbersAreThoseOfTheStates(LiveSojourn sojourn, String journey) {
    JsonNode counts =
        sojourn.get("/v1/admin/journeys/" + journey).expect(200).at("/journey/counts");
    JsonNode all = sojourn.get("/v1/admin/journeys/" + journey + "/states?limit=100").expect(200);
    int sum = 0;
    for (JsonNode count : counts) {
      sum += count.asInt();
    }
    assertThat(all.get("states")).hasSize(sum);
    assertThat(all.get("total").asInt()).isEqualTo(sum);
  }

  private static void thenRefused(LiveSojourn sojourn) {
    String event = "{\"userId\": \"gone\", \"name\": \"erase\", \"idempotencyKey\": \"late\"}";
    assertThat(sojourn.post("/v1/events", event).refused(410)).isEqualTo("The person was erased");
    sojourn.topic().write("gone", "{\"event\": \"erase\", \"distinct_id\": \"gone\"}");
    sojourn.webhook("{\"event\": \"erase\", \"distinct_id\": \"gone\"}").expect(200);
    JsonNode enrolled =
        sojourn
            .post(
                "/v1/admin/journeys/erase-live/enroll/batch",
                "{\"users\": [{\"userId\": \"gone\", \"userEmail\": \"g@example.com\"}]}")
            .expect(200);
    assertThat(enrolled.at("/results/0/reason").asText()).isEqualTo("erased");
    assertThat(
            sojourn.put("/v1/admin/contacts/gone", "{\"email\": \"g@example.com\"}").refused(409))
        .isEqualTo("The person was erased");
    assertThat(
            sojourn
                .put("/v1/admin/contacts/gone/preferences", "{\"suppressed\": true}")
                .refused(409))
        .isEqualTo("The person was erased");
    JsonNode explained =
        sojourn
            .post(
                "/v1/admin/journeys/erase-live/explain",
                "{\"userId\": \"gone\", \"event\": {\"name\": \"erase\"}}")
            .expect(200);
    assertThat(explained.get("outcome").asText()).isEqualTo("rejected");
    assertThat(explained.get("reason").asText()).isEqualTo("erased");
    JsonNode decisions =
        sojourn.get("/v1/admin/journeys/erase-live/decisions?userId=gone").expect(200);
    assertThat(decisions.get("note").asText()).startsWith("This user was erased");
    // What was written before this receipt is decided by now.
    assertThat(sojourn.post("/v1/events", event).status()).isEqualTo(410);
  }
}
