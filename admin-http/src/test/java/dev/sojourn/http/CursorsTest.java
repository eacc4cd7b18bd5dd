package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.processor.query.QueryResult.DecisionView;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.processor.query.QueryResult.OutboxMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every list, from cursor to cursor. */
class CursorsTest {

  private static final int ROWS = 25;

  private final TestServer server = TestServer.start();

  @BeforeEach
  void givenRowsInEveryList() {
    server.engine.registry =
        Given.registry(
            IntStream.range(0, ROWS)
                .mapToObj(i -> Given.plain("journey-%02d".formatted(i), "x"))
                .toArray(String[]::new));
    for (int i = 0; i < ROWS; i++) {
      // Of each moment three, so that pages end within ties.
      Instant at = Given.NOW.plusSeconds(i / 3);
      for (String user : List.of("user_" + i, "ada")) {
        server.engine.states.add(Given.state(user, "journey-00", "waiting", at, i));
        server.engine.decisions.add(
            new DecisionView("%s-%02d".formatted(user, i), "x", user, "entered", null, "s", at));
        server.engine.events.add(new EventRow("%s-%02d".formatted(user, i), user, "x", at, 0, i));
        server.engine.outbox.add(message("%s-%02d".formatted(user, i), user, at));
      }
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/admin/journeys?, journeys, 25",
    "/v1/admin/journeys/journey-00/states?, states, 50",
    "/v1/admin/journeys/journey-00/states?userId=ada&, states, 25",
    "/v1/admin/journeys/journey-00/states?status=waiting&, states, 50",
    "/v1/admin/journeys/journey-00/decisions?, decisions, 50",
    "/v1/admin/journeys/journey-00/decisions?userId=ada&, decisions, 25",
    "/v1/admin/events?userId=ada&, events, 25",
    "/v1/admin/outbox?, messages, 50",
    "/v1/admin/outbox?userId=ada&, messages, 25"
  })
  void shouldShowEveryRowOnceFromCursorToCursor(String path, String name, int total) {
    // given
    List<JsonNode> byOffset = rows(server.get(path + "limit=100"), name);

    // when
    List<JsonNode> byCursor = new ArrayList<>();
    JsonNode page = server.get(path + "limit=7").json();
    page.path(name).forEach(byCursor::add);
    while (page.has("cursor")) {
      assertThat(page.fieldNames())
          .toIterable()
          .containsExactly(name, "total", "limit", "offset", "cursor");
      page = server.get(path + "limit=7&cursor=" + page.path("cursor").asText()).json();
      assertThat(page.path("offset").asInt()).isZero();
      assertThat(page.path("total").asInt()).isEqualTo(total);
      page.path(name).forEach(byCursor::add);
    }

    // then
    assertThat(byOffset).hasSize(total);
    assertThat(byCursor).isEqualTo(byOffset);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/admin/journeys",
        "/v1/admin/journeys/journey-00/states",
        "/v1/admin/journeys/journey-00/decisions",
        "/v1/admin/events?userId=ada",
        "/v1/admin/outbox"
      })
  void shouldRefuseACursorThatNobodyGave(String path) {
    String more = path + (path.contains("?") ? "&" : "?");
    String cursor = server.get(more + "limit=3").json().path("cursor").asText();

    for (String bad : List.of("cursor=", "cursor=x", "cursor=!!", "cursor=" + cursor + "x%20")) {
      Reply reply = server.get(more + bad);
      assertThat(reply.status()).as(bad).isEqualTo(400);
      assertThat(reply.error()).contains("'cursor'");
    }
    assertThat(server.get(more + "offset=1&cursor=" + cursor).error())
        .contains("'cursor'", "'offset'");
    assertThat(server.get(more + "offset=0&cursor=" + cursor).status()).isEqualTo(200);
    assertThat(server.get(more + "offset=10001").error()).contains("'offset'");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/admin/journeys, /v1/admin/outbox",
    "/v1/admin/journeys, /v1/admin/journeys?enabled=true",
    "/v1/admin/journeys/journey-00/states, /v1/admin/journeys/journey-00/decisions",
    "/v1/admin/journeys/journey-00/states, /v1/admin/journeys/journey-01/states",
    "/v1/admin/journeys/journey-00/states, /v1/admin/journeys/journey-00/states?userId=ada",
    "/v1/admin/journeys/journey-00/states?userId=ada, /v1/admin/journeys/journey-00/states",
    "/v1/admin/journeys/journey-00/states?status=waiting, /v1/admin/journeys/journey-00/states?status=exited",
    "/v1/admin/journeys/journey-00/decisions?outcome=entered, /v1/admin/journeys/journey-00/decisions",
    "/v1/admin/events?userId=ada, /v1/admin/events?userId=ada&from=2026-01-01T00:00:00Z",
    "/v1/admin/events?userId=ada, /v1/admin/events?userId=user_1",
    "/v1/admin/outbox?userId=ada, /v1/admin/outbox?userId=user_1"
  })
  void shouldRefuseTheCursorOfAnotherList(String from, String to) {
    // given
    String given = from + (from.contains("?") ? "&" : "?");
    String cursor = server.get(given + "limit=3").json().path("cursor").asText();

    // when
    Reply reply = server.get(to + (to.contains("?") ? "&" : "?") + "cursor=" + cursor);

    // then
    assertThat(server.get(given + "limit=5&cursor=" + cursor).status()).isEqualTo(200);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.error())
        .isEqualTo(
            "expected the 'cursor' of an earlier answer for parameter 'cursor', found '%s'"
                .formatted(cursor));
  }

  @Test
  void shouldTakeTheCursorWhateverTheOrderOfTheFilters() {
    String list = "/v1/admin/journeys/journey-00/states?";
    String cursor =
        server.get(list + "status=waiting&userId=ada&limit=3").json().path("cursor").asText();

    Reply reply = server.get(list + "cursor=" + cursor + "&userId=ada&status=waiting");

    assertThat(reply.json().path("states")).hasSize(22);
  }

  @ParameterizedTest
  @CsvSource({"50, false", "49, true"})
  void shouldGiveACursorOnlyWhenThereIsMore(int limit, boolean more) {
    JsonNode page = server.get("/v1/admin/outbox?limit=" + limit).json();

    assertThat(page.has("cursor")).isEqualTo(more);
  }

  private static List<JsonNode> rows(Reply reply, String name) {
    List<JsonNode> rows = new ArrayList<>();
    reply.json().path(name).forEach(rows::add);
    return rows;
  }

  private static OutboxMessage message(String id, String userId, Instant at) {
    return new OutboxMessage(
        id, userId, "a@example.com", "email", "t", "Hi", "Hello", "journey-00", "s", "a", at);
  }
}
