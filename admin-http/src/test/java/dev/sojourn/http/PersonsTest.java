package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.journeys.person.Preferences.PreferencesPatch;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.CanonicalEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of one person: preferences, events, decisions, messages. */
class PersonsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldShowTheDefaultsOfSomebodyNobodyHasSeen() {
    Reply reply = server.get("/v1/admin/contacts/a%2Fb%20%C3%BC%3F/preferences");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"preferences\":{\"userId\":\"a/b ü?\",\"email\":null,\"unsubscribedAll\":false,"
                + "\"suppressed\":false,\"categories\":{},\"bounceCount\":0}}");
  }

  @Test
  void shouldGiveTheEngineOnlyTheFieldsThatWereGiven() {
    Reply reply =
        server.call(
            "PUT",
            "/v1/admin/contacts/user_1/preferences",
            "{\"unsubscribedAll\":true,\"categories\":{\"news\":false}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"preferences\":{\"userId\":\"user_1\",\"email\":null,\"unsubscribedAll\":true,"
                + "\"suppressed\":false,\"categories\":{\"news\":false},\"bounceCount\":0}}");
    assertThat(server.log.given.get(0).command())
        .isEqualTo(
            new Command.ChangePreferences(
                "user_1", new PreferencesPatch(null, true, null, Map.of("news", false), null)));
  }

  @Test
  void shouldAnswerAChangeByTheCommandAlone() {
    // given an address that another change has put there meanwhile
    server.log.results =
        (command, result) -> {
          server.cluster.receive("user_1", "signed_up");
          return Optional.of(result);
        };

    // when
    Reply reply =
        server.call("PUT", "/v1/admin/contacts/user_1/preferences", "{\"suppressed\":true}");

    // then
    assertThat(reply.json().at("/preferences/email").isNull()).isTrue();
    assertThat(server.engine.asked).isEmpty();
    assertThat(
            server
                .get("/v1/admin/contacts/user_1/preferences")
                .json()
                .at("/preferences/email")
                .asText())
        .isEqualTo("user_1@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|at least one of",
        "{\"email\":null}|'email'",
        "{\"email\":\"x\"}|'email'",
        "{\"suppressed\":\"no\"}|'suppressed'",
        "{\"bounceCount\":-1}|'bounceCount'",
        "{\"bounceCount\":1.5}|'bounceCount'",
        "{\"categories\":{\"news\":\"no\"}}|'categories.news'",
        "{\"categories\":[]}|'categories'",
        "{\"unsubscribed\":true}|'unsubscribed'"
      })
  void shouldRefusePreferencesThatAreNone(String body, String named) {
    Reply reply = server.call("PUT", "/v1/admin/contacts/user_1/preferences", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains(named);
    assertThat(server.log.given).isEmpty();
  }

  @Test
  void shouldRefuseAnIdThatIsNobodys() {
    assertThat(server.get("/v1/admin/contacts/undefined/preferences").status()).isEqualTo(400);
    assertThat(server.get("/v1/admin/contacts/%20/preferences").status()).isEqualTo(400);
  }

  @Test
  void shouldReadWhatEventsSayFromTheLog() {
    String first =
        server.cluster.receive(
            new CanonicalEvent(
                "u",
                "signed_up",
                "user_1",
                null,
                Map.of("plan", "pro"),
                "a@example.com",
                "api",
                null));
    server.cluster.later(Duration.ofSeconds(1));
    String second = server.cluster.receive("user_1", "gone");
    server.reader.removeEvent(new Place(TestCluster.partitionOf("user_1"), 1));

    Reply reply = server.get("/v1/admin/events?userId=user_1");

    assertThat(reply.text())
        .isEqualTo(
            ("{\"events\":[{\"id\":\"%s\",\"userId\":\"user_1\",\"event\":\"gone\","
                    + "\"properties\":{},\"occurredAt\":\"2026-01-15T10:30:01.000Z\","
                    + "\"source\":null,\"userEmail\":null},"
                    + "{\"id\":\"%s\",\"userId\":\"user_1\",\"event\":\"signed_up\","
                    + "\"properties\":{\"plan\":\"pro\"},"
                    + "\"occurredAt\":\"2026-01-15T10:30:00.000Z\",\"source\":\"api\","
                    + "\"userEmail\":\"a@example.com\"}],\"total\":2,\"limit\":50,\"offset\":0}")
                .formatted(second, first));
  }

  @Test
  void shouldFilterEventsByNameAndTime() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(server.cluster.receive("user_1", i == 4 ? "b" : "a"));
      server.cluster.later(Duration.ofSeconds(1));
    }

    JsonNode named = server.get("/v1/admin/events?userId=user_1&event=a&limit=2&offset=1").json();
    JsonNode ranged =
        server
            .get(
                "/v1/admin/events?userId=user_1&from=2026-01-15T10:30:01Z"
                    + "&to=2026-01-15T11:30:02+01:00")
            .json();

    assertThat(named.path("events").findValuesAsText("id")).containsExactly(ids.get(2), ids.get(1));
    assertThat(named.path("total").asInt()).isEqualTo(4);
    assertThat(ranged.path("events").findValuesAsText("id"))
        .containsExactly(ids.get(2), ids.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'', userId",
    "event=a, userId",
    "userId=, userId",
    "userId=u&from=now, from",
    "userId=u&to=2026-13-01, to",
    "userId=u&from=2026-01-02&to=2026-01-01, from",
    "userId=u&limit=1000, limit"
  })
  void shouldRefuseAQuestionForEventsThatIsTooWide(String query, String named) {
    Reply reply = server.get("/v1/admin/events?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'" + named + "'");
  }

  @Test
  void shouldShowWhoEnteredAndWhyOthersDidNot() {
    server.cluster.publish(Given.WELCOME);
    String entered = server.cluster.receive("user_1", "user:created", Map.of("plan", "pro"));
    server.cluster.later(Duration.ofSeconds(1));
    String rejected = server.cluster.receive("user_2", "user:created", Map.of("plan", "free"));
    String state = server.cluster.instance("user_1", "activation-welcome").id();

    Reply all = server.get("/v1/admin/journeys/activation-welcome/decisions");
    JsonNode refused =
        server.get("/v1/admin/journeys/activation-welcome/decisions?outcome=rejected").json();
    JsonNode mine =
        server.get("/v1/admin/journeys/activation-welcome/decisions?userId=user_1").json();

    assertThat(all.text())
        .isEqualTo(
            ("{\"decisions\":[{\"eventId\":\"%s\",\"event\":\"user:created\","
                    + "\"userId\":\"user_2\",\"outcome\":\"rejected\","
                    + "\"reason\":\"trigger_conditions_not_met\",\"at\":\"2026-01-15T10:30:01.000Z\"},"
                    + "{\"eventId\":\"%s\",\"event\":\"user:created\",\"userId\":\"user_1\","
                    + "\"outcome\":\"entered\",\"stateId\":\"%s\","
                    + "\"at\":\"2026-01-15T10:30:00.000Z\"}],\"total\":2,\"limit\":50,\"offset\":0}")
                .formatted(rejected, entered, state));
    assertThat(refused.path("total").asInt()).isEqualTo(1);
    assertThat(mine.path("decisions").findValuesAsText("eventId")).containsExactly(entered);
    assertThat(
            server.get("/v1/admin/journeys/activation-welcome/decisions?outcome=skipped").status())
        .isEqualTo(400);
  }

  @Test
  void shouldSayWhereToLookWhenNothingWasDecidedOfAPerson() {
    // given
    String stored = server.cluster.receive("stored", "user:created", Map.of("plan", "pro"));
    server.cluster.publish(Given.WELCOME);
    server.cluster.receive("other", "another");
    server.cluster.receive("user_1", "user:created", Map.of("plan", "pro"));
    String path = "/v1/admin/journeys/activation-welcome/decisions";

    // then
    assertThat(server.get(path + "?userId=nobody").json().path("note").asText())
        .startsWith("No event 'user:created' of this user is stored");
    assertThat(server.get(path + "?userId=other").json().path("note").asText())
        .startsWith("No event 'user:created' of this user is stored");
    assertThat(server.get(path + "?userId=stored").json().path("note").asText())
        .startsWith("An event 'user:created' of this user is stored (%s)".formatted(stored));
    assertThat(server.get(path + "?userId=user_1&outcome=rejected").json().path("note").asText())
        .contains("outcome 'rejected'");
    for (String without : new String[] {"?userId=user_1", "?userId=user_1&offset=5", ""}) {
      assertThat(server.get(path + without).json().has("note")).as(without).isFalse();
    }
  }

  @Test
  void shouldShowTheOutboxUnderDev() {
    server.cluster.publish(Given.WELCOME);
    for (String user : List.of("user_1", "user_2")) {
      server.cluster.receive(user, "user:created", Map.of("plan", "pro"));
      server.cluster.deliver();
      server.cluster.later(Duration.ofSeconds(1));
    }

    JsonNode all = server.get("/v1/admin/outbox").json();
    JsonNode mine = server.get("/v1/admin/outbox?userId=user_1").json();

    assertThat(all.path("messages").findValuesAsText("userId")).containsExactly("user_2", "user_1");
    assertThat(all.path("messages").path(0).fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "userId",
            "to",
            "channel",
            "template",
            "subject",
            "body",
            "journeyId",
            "stateId",
            "stepId",
            "at");
    assertThat(mine.path("total").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/admin/outbox", "/v1/admin/outbox?userId=user_1"})
  void shouldHaveNoOutboxElsewhere(String path) {
    try (TestServer serve = TestServer.start(null, false, () -> true)) {
      Reply reply = serve.get(path);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.error()).isEqualTo("Not found");
    }
  }
}
