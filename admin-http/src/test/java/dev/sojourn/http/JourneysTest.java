package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.processor.registry.RegistryRejection;
import dev.sojourn.topics.command.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JourneysTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  /** Persons of all partitions enter the welcome series. */
  private List<String> enter(String name, int count) {
    List<String> users = IntStream.range(0, count).mapToObj(i -> name + "_" + i).toList();
    users.forEach(user -> server.cluster.receive(user, "user:created", Map.of("plan", "pro")));
    return users;
  }

  @Test
  void shouldListJourneysAsTheOperationsPageShowsThem() {
    server.cluster.publish(Given.WELCOME);
    enter("completed", 3);
    server.cluster.deliver();
    server.cluster.after(Duration.ofDays(1));
    enter("failed", 1);
    server.cluster.report(OutcomeCame.Result.failed, "no such address");
    enter("exited", 2).forEach(user -> server.cluster.receive(user, "user:deleted"));
    enter("waiting", 5);
    server.cluster.deliver();
    enter("active", 4);

    Reply reply = server.get("/v1/admin/journeys");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"journeys\":[{\"id\":\"activation-welcome\","
                + "\"name\":\"Activation -- Welcome Series\","
                + "\"description\":\"Sends a welcome email series on signup\","
                + "\"enabled\":true,\"trigger\":{\"event\":\"user:created\"},"
                + "\"entryLimit\":\"once\",\"counts\":{\"active\":4,\"waiting\":5,"
                + "\"completed\":3,\"failed\":1,\"exited\":2}}],"
                + "\"total\":1,\"limit\":50,\"offset\":0}");
  }

  @Test
  void shouldOrderByIdAndLeaveOutWhatIsAbsent() {
    server.cluster.publish(Given.plain("b", "x"), Given.plain("a", "x"), Given.plain("c", "x"));

    JsonNode journeys = server.get("/v1/admin/journeys").json().path("journeys");

    assertThat(journeys.findValuesAsText("id")).containsExactly("a", "b", "c");
    assertThat(journeys.path(0).has("description")).isFalse();
  }

  @Test
  void shouldFilterByWhatIsInEffect() {
    server.cluster.publish(Given.plain("draft", "x"), State.DRAFT, null);
    server.cluster.publish(Given.plain("off", "x"), State.ACTIVE, false);
    server.cluster.publish(Given.plain("on", "x"), State.ACTIVE, null);
    server.cluster.publish(Given.plain("paused", "x"), State.PAUSED, null);
    server.cluster.publish(Given.plain("paused-on", "x"), State.PAUSED, true);

    JsonNode enabled = server.get("/v1/admin/journeys?enabled=true&limit=1").json();
    JsonNode disabled = server.get("/v1/admin/journeys?enabled=false").json();

    assertThat(enabled.path("total").asInt()).isEqualTo(2);
    assertThat(enabled.path("journeys").findValuesAsText("id")).containsExactly("on");
    assertThat(disabled.path("journeys").findValuesAsText("id"))
        .containsExactly("draft", "off", "paused");
  }

  @Test
  void shouldTurnPages() {
    List<String> journeys = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      journeys.add(Given.plain("j" + i, "x"));
    }
    server.cluster.publish(journeys.toArray(String[]::new));

    JsonNode page = server.get("/v1/admin/journeys?limit=3&offset=6").json();

    assertThat(page.path("journeys").findValuesAsText("id")).containsExactly("j6");
    assertThat(page.path("total").asInt()).isEqualTo(7);
    assertThat(page.path("limit").asInt()).isEqualTo(3);
    assertThat(page.path("offset").asInt()).isEqualTo(6);
    assertThat(server.get("/v1/admin/journeys?offset=10000").json().path("journeys")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=ten",
        "limit=",
        "limit=1.5",
        "limit=99999999999",
        "offset=-1",
        "offset=10001",
        "offset=x",
        "enabled=yes",
        "enabled=TRUE",
        "enabled="
      })
  void shouldRefuseParametersThatAreOutOfRange(String query) {
    Reply reply = server.get("/v1/admin/journeys?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'" + query.substring(0, query.indexOf('=')) + "'");
  }

  @Test
  void shouldPassOverParametersItDoesNotKnow() {
    assertThat(
            server
                .get("/v1/admin/journeys?colour=red&limit=2&limit=3")
                .json()
                .path("limit")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void shouldShowOneJourneyInFullAsItWasWritten() {
    server.cluster.publish(Given.WELCOME);
    for (String user : Given.users(12)) {
      server.cluster.receive(user, "user:created", Map.of("plan", "pro"));
      server.cluster.later(Duration.ofSeconds(1));
    }

    JsonNode journey = server.get("/v1/admin/journeys/activation-welcome").json().path("journey");

    assertThat(journey.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "name",
            "description",
            "enabled",
            "trigger",
            "entryLimit",
            "exitOn",
            "suppress",
            "counts",
            "recentStates");
    assertThat(journey.path("trigger").toString())
        .isEqualTo(
            "{\"event\":\"user:created\",\"where\":[{\"type\":\"property\",\"property\":\"plan\","
                + "\"operator\":\"eq\",\"value\":\"pro\"}]}");
    assertThat(journey.path("exitOn").toString()).isEqualTo("[{\"event\":\"user:deleted\"}]");
    assertThat(journey.path("suppress").toString()).isEqualTo("{\"hours\":12}");
    assertThat(journey.path("recentStates").findValuesAsText("userId"))
        .containsExactly(
            "user_11", "user_10", "user_9", "user_8", "user_7", "user_6", "user_5", "user_4",
            "user_3", "user_2");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/admin/journeys/none",
    "PATCH, /v1/admin/journeys/none",
    "GET, /v1/admin/journeys/none/states",
    "GET, /v1/admin/journeys/none/decisions",
    "POST, /v1/admin/journeys/none/enroll",
    "POST, /v1/admin/journeys/none/enroll/batch",
    "GET, /v1/admin/journeys/a%20b%2Fc"
  })
  void shouldAnswerNotFoundWhenThereIsNoSuchJourney(String method, String path) {
    String user = "{\"userId\":\"user_1\",\"userEmail\":\"a@example.com\"}";
    String body =
        switch (method + path.substring(path.lastIndexOf('/'))) {
          case "PATCH/none" -> "{\"enabled\":true}";
          case "POST/enroll" -> user;
          case "POST/batch" -> "{\"users\":[" + user + "]}";
          default -> null;
        };

    Reply reply = server.call(method, path, body);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).isEqualTo("{\"error\":\"Journey not found\"}");
    assertThat(server.log.given).isEmpty();
    assertThat(server.log.appended).isEmpty();
  }

  @Test
  void shouldSwitchAJourneyOffOnceTheEngineHasAppliedIt() {
    server.cluster.publish(Given.WELCOME);

    Reply reply =
        server.call(
            "PATCH",
            "/v1/admin/journeys/activation-welcome",
            "{\"enabled\":false}",
            "Idempotency-Key",
            "key-1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"journey\":{\"id\":\"activation-welcome\","
                + "\"name\":\"Activation -- Welcome Series\",\"enabled\":false,"
                + "\"updatedAt\":\"2026-01-15T10:30:00.000Z\"}}");
    assertThat(reply.header("Sojourn-Command-Id")).isEqualTo("key-1");
    assertThat(server.log.given)
        .extracting(TestLog.Given::command)
        .containsExactly(new Command.ToggleJourney("activation-welcome", false));
    assertThat(server.get("/v1/admin/journeys?enabled=false").json().path("total").asInt())
        .isEqualTo(1);
  }

  @Test
  void shouldShowWhatElseADefinitionSaysWhenItDoes() {
    server.cluster.publish(
        """
            {"id": "whole", "trigger": {"event": "x"}, "holdout": {"percent": 2.5},
             "goal": {"event": "paid", "window": "P21D",
                      "where": [{"type": "property", "property": "plan", "operator": "exists"}]},
             "maxDuration": {"days": 30}, "priority": 10,
             "steps": [{"id": "done", "type": "complete"}]}
            """,
        Given.plain("plain", "x"));

    JsonNode whole = server.get("/v1/admin/journeys/whole").json().path("journey");
    JsonNode plain = server.get("/v1/admin/journeys/plain").json().path("journey");

    assertThat(whole.path("holdout").toString()).isEqualTo("{\"percent\":2.5}");
    assertThat(whole.path("goal").toString())
        .isEqualTo(
            "{\"event\":\"paid\",\"where\":[{\"type\":\"property\",\"property\":\"plan\","
                + "\"operator\":\"exists\"}],\"window\":\"P21D\"}");
    assertThat(whole.path("maxDuration").toString()).isEqualTo("{\"days\":30}");
    assertThat(whole.path("priority").asInt()).isEqualTo(10);
    assertThat(plain.fieldNames())
        .toIterable()
        .doesNotContain("holdout", "goal", "maxDuration", "priority");
  }

  @Test
  void shouldPassOnWhyTheEngineRefuses() {
    server.cluster.publish(Given.WELCOME);
    server.log.results =
        (command, result) ->
            Optional.of(
                TestLog.rejected(
                    Rejection.of(
                        RegistryRejection.JOURNEY_NOT_TOGGLABLE, Map.of("status", "archived"))));

    Reply reply =
        server.call("PATCH", "/v1/admin/journeys/activation-welcome", "{\"enabled\":true}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.error()).isEqualTo("Cannot switch journey in 'archived' status");
  }

  @Test
  void shouldNameTheCommandWhenNoAnswerCame() {
    server.cluster.publish(Given.WELCOME);
    server.log.results = (command, result) -> Optional.empty();

    Reply reply =
        server.call("PATCH", "/v1/admin/journeys/activation-welcome", "{\"enabled\":true}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.header("Sojourn-Command-Id")).isNotEmpty();
    assertThat(server.log.given).hasSize(1);
  }

  @Test
  void shouldSayNothingOfAFaultOfTheEngine() {
    server.cluster.publish(Given.WELCOME);
    server.log.results =
        (command, result) ->
            Optional.of(
                TestLog.rejected(
                    Rejection.of(
                        CommandRejection.ENGINE_ERROR, Map.of("cause", "NullPointerException"))));

    Reply reply =
        server.call("PATCH", "/v1/admin/journeys/activation-welcome", "{\"enabled\":true}");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).doesNotContain("NullPointer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|'enabled'",
        "{\"enabled\":null}|'enabled'",
        "{\"enabled\":\"false\"}|'enabled'",
        "{\"enabled\":0}|'enabled'",
        "{\"enabled\":true,\"name\":\"x\",\"id\":1}|'name', 'id'"
      })
  void shouldRefuseASwitchThatIsNeitherOnNorOff(String body, String named) {
    server.cluster.publish(Given.WELCOME);

    Reply reply = server.call("PATCH", "/v1/admin/journeys/activation-welcome", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains(named);
    assertThat(server.log.given).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 201})
  void shouldRefuseAnIdempotencyKeyThatIsTooShortOrTooLong(int length) {
    server.cluster.publish(Given.WELCOME);

    Reply reply =
        server.call(
            "PATCH",
            "/v1/admin/journeys/activation-welcome",
            "{\"enabled\":true}",
            "Idempotency-Key",
            "k".repeat(length));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("Idempotency-Key");
  }
}
