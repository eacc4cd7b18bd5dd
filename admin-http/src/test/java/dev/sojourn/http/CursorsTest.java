package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.TestServer.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every list, from cursor to cursor. */
class CursorsTest {

  private static final int ROWS = 25;

  private static TestServer server;

  /** Twenty-five journeys; persons go through the first of them, and ada does so time and again. */
  @BeforeAll
  static void givenRowsInEveryList() {
    server = TestServer.start();
    server.cluster.publish(
        """
        {"id": "journey-00", "trigger": {"event": "x"}, "entryLimit": "unlimited",
         "steps": [{"id": "mail", "type": "send", "channel": "email", "template": "a/mail",
                    "next": "done"},
                   {"id": "done", "type": "complete"}]}
        """);
    for (int i = 1; i < ROWS; i++) {
      server.cluster.publish(Given.plain("journey-%02d".formatted(i), "y"));
    }
    for (int i = 0; i < ROWS; i++) {
      for (String user : List.of("user_" + i, "ada")) {
        server.cluster.receive(user, "x");
        server.cluster.deliver();
      }
      // Of each moment three, so that pages end within ties.
      if (i % 3 == 2) {
        server.cluster.later(Duration.ofSeconds(1));
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/admin/journeys?, journeys, 25",
    "/v1/admin/journeys/journey-00/states?, states, 50",
    "/v1/admin/journeys/journey-00/states?userId=ada&, states, 25",
    "/v1/admin/journeys/journey-00/states?status=completed&, states, 50",
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
    "/v1/admin/journeys/journey-00/states?status=completed, /v1/admin/journeys/journey-00/states?status=exited",
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
        server.get(list + "status=completed&userId=ada&limit=3").json().path("cursor").asText();

    Reply reply = server.get(list + "cursor=" + cursor + "&userId=ada&status=completed");

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
}
