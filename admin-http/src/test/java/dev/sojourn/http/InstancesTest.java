package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.journeys.step.Signal.OutcomeCame;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.command.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstancesTest {

  private static final String STATES = "/v1/admin/journeys/activation-welcome/states";

  private final TestServer server = TestServer.start();

  @BeforeEach
  void givenAJourney() {
    server.cluster.publish(Given.WELCOME, Given.plain("other", "x"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private StateView enter(String userId) {
    server.cluster.receive(userId, "user:created", Map.of("plan", "pro"));
    return server.cluster.instance(userId, "activation-welcome");
  }

  /** An instance that has sent its mail and sleeps. */
  private StateView waiting(String userId) {
    enter(userId);
    server.cluster.deliver();
    return server.cluster.instance(userId, "activation-welcome");
  }

  @Test
  void shouldListNothingWhenNobodyHasEntered() {
    assertThat(server.get(STATES).text())
        .isEqualTo("{\"states\":[],\"total\":0,\"limit\":50,\"offset\":0}");
  }

  @Test
  void shouldShowAStateWithTheKeysOfTheOperationsPage() {
    StateView state = waiting("user_abc123");

    assertThat(server.get(STATES).text())
        .isEqualTo(
            ("{\"states\":[{\"id\":\"%s\",\"userId\":\"user_abc123\","
                    + "\"userEmail\":\"user_abc123@example.com\","
                    + "\"journeyId\":\"activation-welcome\",\"currentNodeId\":\"post-welcome\","
                    + "\"status\":\"waiting\",\"hatchetRunId\":\"%s\","
                    + "\"context\":{\"plan\":\"pro\"},\"errorMessage\":null,\"entryCount\":1,"
                    + "\"completedAt\":null,\"exitedAt\":null,"
                    + "\"createdAt\":\"2026-01-15T10:30:00.000Z\","
                    + "\"updatedAt\":\"2026-01-15T10:30:00.000Z\"}],"
                    + "\"total\":1,\"limit\":50,\"offset\":0}")
                .formatted(state.id(), state.hatchetRunId()));
  }

  @Test
  void shouldMergeAllPartitionsNewestFirstWithoutGapOrRepeat() {
    List<String> users = Given.users(40);
    for (String user : users) {
      enter(user);
      server.cluster.later(Duration.ofSeconds(1));
    }

    List<String> seen = new ArrayList<>();
    for (int offset = 0; offset < 40; offset += 7) {
      JsonNode page = server.get(STATES + "?limit=7&offset=" + offset).json();
      assertThat(page.path("total").asInt()).isEqualTo(40);
      seen.addAll(page.path("states").findValuesAsText("userId"));
    }

    List<String> newestFirst = new ArrayList<>(users);
    java.util.Collections.reverse(newestFirst);
    assertThat(seen).isEqualTo(newestFirst);
  }

  @Test
  void shouldFilterByStatus() {
    waiting("user_1");
    enter("user_2");
    server.cluster.report(OutcomeCame.Result.failed, "no such address");

    JsonNode failed = server.get(STATES + "?status=failed").json();

    assertThat(failed.path("states").findValuesAsText("userId")).containsExactly("user_2");
    assertThat(failed.path("total").asInt()).isEqualTo(1);
  }

  @Test
  void shouldAskOnlyTheOwnerWhenThePersonIsNamed() {
    server.cluster.publish(Given.branching("branching", "go"));
    server.cluster.receive("user/1", "go", Map.of("go", "end"));
    server.cluster.later(Duration.ofSeconds(1));
    server.cluster.receive("user/1", "go");
    server.cluster.receive("user_2", "go");
    String states = "/v1/admin/journeys/branching/states?userId=user%2F1";

    JsonNode all = server.get(states + "&limit=1").json();
    JsonNode waiting = server.get(states + "&status=waiting").json();

    assertThat(all.path("total").asInt()).isEqualTo(2);
    assertThat(all.path("states")).hasSize(1);
    assertThat(all.path("states").path(0).path("status").asText()).isEqualTo("waiting");
    assertThat(waiting.path("total").asInt()).isEqualTo(1);
    assertThat(server.engine.asked).containsOnly(TestCluster.partitionOf("user/1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=held_out", "status=", "status=ACTIVE", "userId=", "limit=0"})
  void shouldRefuseFiltersItDoesNotKnow(String query) {
    assertThat(server.get(STATES + "?" + query).status()).isEqualTo(400);
  }

  @Test
  void shouldShowOneStateWithItsLogOldestFirst() {
    StateView state = enter("user_1");
    server.cluster.later(Duration.ofSeconds(1));
    server.cluster.deliver();

    Reply byJourney = server.get(STATES + "/" + state.id());
    Reply byId = server.get("/v1/admin/journey-logs/" + state.id());

    assertThat(byJourney.status()).isEqualTo(200);
    assertThat(byJourney.json().path("logs").toString())
        .isEqualTo(
            ("[{\"id\":\"%s-1\",\"fromNodeId\":null,\"toNodeId\":\"start\","
                    + "\"action\":\"entered\",\"detail\":null,"
                    + "\"createdAt\":\"2026-01-15T10:30:00.000Z\"},"
                    + "{\"id\":\"%s-2\",\"fromNodeId\":\"start\",\"toNodeId\":\"post-welcome\","
                    + "\"action\":\"email_sent\",\"detail\":{\"template\":\"activation/welcome\"},"
                    + "\"createdAt\":\"2026-01-15T10:30:01.000Z\"}]")
                .formatted(state.id(), state.id()));
    assertThat(byId.text()).isEqualTo(byJourney.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-uuid",
        "550e8400-e29b-41d4-a716-446655440000",
        "0191e0a0-0000-8000-8000-000000000000"
      })
  void shouldFindNoStateUnderAnIdThatIsNobodys(String stateId) {
    Reply read = server.get(STATES + "/" + stateId);
    Reply cancel = server.call("DELETE", STATES + "/" + stateId, null);
    Reply log = server.get("/v1/admin/journey-logs/" + stateId);

    assertThat(read.status()).isEqualTo(404);
    assertThat(read.error()).isEqualTo("State not found");
    assertThat(cancel.status()).isEqualTo(404);
    assertThat(cancel.error()).isEqualTo("State not found");
    assertThat(log.status()).isEqualTo(404);
    assertThat(log.error()).isEqualTo("Journey state not found");
  }

  @Test
  void shouldFindNoStateUnderAnotherJourney() {
    StateView state = waiting("user_1");
    String path = "/v1/admin/journeys/other/states/" + state.id();

    assertThat(server.get(path).error()).isEqualTo("State not found");
    assertThat(server.call("DELETE", path, null).status()).isEqualTo(404);
    assertThat(server.log.given).isEmpty();
  }

  @Test
  void shouldCancelThroughTheOwnerOfThePerson() {
    StateView state = waiting("user_1");
    server.cluster.later(Duration.ofMinutes(1));

    Reply reply = server.call("DELETE", STATES + "/" + state.id(), null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            ("{\"state\":{\"id\":\"%s\",\"status\":\"exited\","
                    + "\"exitedAt\":\"2026-01-15T10:31:00.000Z\"},\"hatchetCancelled\":true}")
                .formatted(state.id()));
    Command.CancelInstance command = (Command.CancelInstance) server.log.given.get(0).command();
    assertThat(command.userId()).isEqualTo("user_1");
    assertThat(command.instance()).hasToString(state.id());
    assertThat(reply.header("Sojourn-Command-Id")).isNotEmpty();
    assertThat(server.get(STATES + "?status=exited").json().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void shouldSayInWhichStatusItCannotBeCancelled() {
    StateView state = waiting("user_1");
    server.cluster.after(Duration.ofDays(1));

    Reply reply = server.call("DELETE", STATES + "/" + state.id(), null);

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text())
        .isEqualTo("{\"error\":\"Cannot cancel journey in 'completed' status\"}");
  }
}
