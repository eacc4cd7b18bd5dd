package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.topics.event.CanonicalEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events by id and by range of time. */
class EventsTest {

  private static final String RANGE =
      "/v1/admin/events?from=2026-01-15T10:00:00Z&to=2026-01-15T11:00:00Z";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private String given(String userId, String name, Instant at) {
    server.cluster.later(Duration.between(server.cluster.now(), at));
    return server.cluster.receive(
        new CanonicalEvent(
            name + "-id", name, userId, null, Map.of("plan", "pro"), "a@example.com", "api", null));
  }

  @Test
  void shouldShowOneEventAsTheListDoes() {
    // given
    String id = given("user_1", "signed_up", Given.NOW);

    // when
    Reply reply = server.get("/v1/admin/events/" + id);

    // then
    assertThat(reply.text())
        .isEqualTo(
            ("{\"event\":{\"id\":\"%s\",\"userId\":\"user_1\",\"event\":\"signed_up\","
                    + "\"properties\":{\"plan\":\"pro\"},"
                    + "\"occurredAt\":\"2026-01-15T10:30:00.000Z\",\"source\":\"api\","
                    + "\"userEmail\":\"a@example.com\"}}")
                .formatted(id));
    assertThat(server.engine.asked).containsOnly(TestCluster.partitionOf("user_1"));
    assertThat(reply.json().path("event"))
        .isEqualTo(server.get("/v1/admin/events?userId=user_1").json().at("/events/0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-uuid",
        "550e8400-e29b-41d4-a716-446655440000",
        "0191e0a0-0000-8000-8000-000000000000",
        "00000000-0000-0000-0000-000000000000"
      })
  void shouldFindNoEventUnderAnIdThatIsNobodys(String id) {
    Reply reply = server.get("/v1/admin/events/" + id);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).isEqualTo("Event not found");
  }

  @Test
  void shouldShowARangeOfEverybodyNewestFirst() {
    // given
    String first = given("user_1", "a", Given.NOW);
    String second = given("user_2", "b", Given.NOW.plusSeconds(1));
    given("user_3", "late", Given.NOW.plusSeconds(86_400));

    // when
    Reply all = server.get(RANGE);
    Reply page = server.get(RANGE + "&limit=1");
    Reply named = server.get(RANGE + "&event=a");

    // then
    assertThat(all.json().path("events").findValuesAsText("id")).containsExactly(second, first);
    assertThat(all.json().fieldNames())
        .toIterable()
        .containsExactly("events", "limit", "offset", "hasMore");
    assertThat(all.json().path("hasMore").asBoolean()).isFalse();
    assertThat(all.json().at("/events/1"))
        .isEqualTo(server.get("/v1/admin/events/" + first).json().path("event"));
    assertThat(page.json().fieldNames())
        .toIterable()
        .containsExactly("events", "limit", "offset", "hasMore", "cursor");
    assertThat(page.json().path("hasMore").asBoolean()).isTrue();
    JsonNode next =
        server.get(RANGE + "&limit=1&cursor=" + page.json().path("cursor").asText()).json();
    assertThat(next.path("events").findValuesAsText("id")).containsExactly(first);
    assertThat(next.has("cursor")).isFalse();
    assertThat(
            server
                .get(RANGE + "&event=a&limit=1&cursor=" + page.json().path("cursor").asText())
                .error())
        .contains("'cursor'");
    assertThat(named.json().path("events").findValuesAsText("id")).containsExactly(first);
    assertThat(server.get(RANGE + "&offset=1").json().path("events").findValuesAsText("id"))
        .containsExactly(first);
  }

  @ParameterizedTest
  @CsvSource({
    "'', userId",
    "event=a, from",
    "from=2026-01-15T10:00:00Z, to",
    "to=2026-01-15T10:00:00Z, from",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00.001Z, to",
    "from=2026-01-15T10:00:01Z&to=2026-01-15T10:00:00Z, from",
    "from=x&to=2026-01-15T10:00:00Z, from",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00Z&offset=10001, offset",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00Z&limit=0, limit",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00Z&cursor=x, cursor",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00Z&cursor=MTowOmE, cursor",
    "from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00Z&cursor=MjowOjEsMiwzLDQ&offset=1, cursor"
  })
  void shouldSayWhichParameterIsWrong(String query, String named) {
    Reply reply = server.get("/v1/admin/events?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error()).contains("'" + named + "'");
  }

  @Test
  void shouldTakeARangeOfADayToTheMillisecond() {
    assertThat(
            server
                .get("/v1/admin/events?from=2026-01-15T10:00:00Z&to=2026-01-16T10:00:00Z")
                .status())
        .isEqualTo(200);
  }

  @Test
  void shouldShowNoPartOfARangeWhileAnOwnerCannotAnswer() {
    // given
    given("user_1", "a", Given.NOW);
    server.engine.move(TestCluster.partitionOf("user_1"));

    // then
    assertThat(server.get(RANGE).status()).isEqualTo(503);
  }
}
