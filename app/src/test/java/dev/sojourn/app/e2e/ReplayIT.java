package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.list;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stored events are looked at again. */
@ExtendWith(OneSojourn.class)
final class ReplayIT {

  private static final String REPLAY = "/v1/admin/events/replay";

  private final LiveSojourn sojourn;

  ReplayIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  private List<JsonNode> events(String userId) {
    return list(sojourn.get("/v1/admin/events?userId=" + userId), "events");
  }

  private JsonNode replay(String body) {
    return sojourn.post(REPLAY, body).expect(200);
  }

  @Test
  void shouldBackfillAJourneyThatWasPublishedLater() {
    // given
    for (int i = 0; i < 5; i++) {
      sojourn.whenEventAt(
          "backfill-" + i, "user:signed_up", "2025-01-0%dT12:00:00Z".formatted(i + 1));
    }
    sojourn.whenEventAt("backfill-later", "user:signed_up", "2025-02-01T00:00:00Z");
    sojourn.journey(threeSteps("backfill", "user:signed_up", "PT0.1S", ""));

    // when
    JsonNode answer =
        replay(
            """
            {
              "filter": {
                "event": "user:signed_up",
                "from": "2025-01-01T00:00:00Z",
                "to": "2025-01-31T00:00:00Z"
              },
              "limit": 500
            }
            """);

    // then
    assertThat(answer).isEqualTo(tree("{\"replayed\": 5, \"errors\": []}"));
    for (int i = 0; i < 5; i++) {
      JsonNode state = sojourn.state("backfill", "backfill-" + i);
      assertThat(state.get("hatchetRunId")).isEqualTo(events("backfill-" + i).get(0).get("id"));
    }
    assertThat(sojourn.states("backfill", "backfill-later")).isEmpty();
  }

  @Test
  void shouldTellWhichEventsAreNotThere() {
    // given
    sojourn.journey(instant("by-id", "by-id", "\"entryLimit\": \"unlimited\","));
    sojourn.whenEvent("by-id-user", "by-id");
    String id = events("by-id-user").get(0).get("id").asText();

    // when
    JsonNode answer =
        replay(
            """
            {"eventIds": ["%s", "event-uuid-3", "3f2c9a10-5b6e-8d21-9c44-0a1b2c3d4e5f"]}
            """
                .formatted(id));

    // then
    assertThat(answer)
        .isEqualTo(
            tree(
                """
                {"replayed": 1, "errors": [
                  {"eventId": "event-uuid-3", "error": "Event not found"},
                  {"eventId": "3f2c9a10-5b6e-8d21-9c44-0a1b2c3d4e5f", "error": "Event not found"}]}
                """));
    assertThat(sojourn.states("by-id", "by-id-user")).hasSize(2);
    assertThat(events("by-id-user")).as("a replay is no event").hasSize(1);
  }

  @Test
  void shouldReplayNothingTwiceUnderOneKey() {
    // given
    sojourn.journey(instant("keyed", "keyed", "\"entryLimit\": \"unlimited\","));
    sojourn.whenEvent("keyed-user", "keyed");
    String body = "{\"filter\": {\"userId\": \"keyed-user\"}}";

    // when
    JsonNode first = sojourn.http().post(REPLAY, body, "replay-once").expect(200);
    JsonNode again = sojourn.http().post(REPLAY, body, "replay-once").expect(200);

    // then
    assertThat(again).isEqualTo(first);
    assertThat(keys(first)).containsExactly("replayed", "errors");
    assertThat(sojourn.states("keyed", "keyed-user")).hasSize(2);
  }

  @Test
  void shouldNotEnterAgainWhoeverHasCompletedAJourneyOfOnce() {
    // given
    sojourn.journey(instant("once-again", "once-again", ""));
    sojourn.whenEvent("once-user", "once-again");

    // when
    JsonNode answer = replay("{\"filter\": {\"userId\": \"once-user\"}}");

    // then
    assertThat(answer.get("replayed").asInt()).isEqualTo(1);
    assertThat(sojourn.states("once-again", "once-user")).hasSize(1);
    assertThat(sojourn.verdict("once-again", "once-user")).isEqualTo("already_entered_once");
  }

  @Test
  void shouldAskExitsAgainAfterTheyWereMended() {
    // given
    sojourn.journey(sleeping("mended", "mended", ""));
    sojourn.whenEvent("mended-user", "mended:left");
    sojourn.journey(sleeping("mended", "mended", "\"exitOn\": [{\"event\": \"mended:left\"}],"));
    sojourn.whenEvent("mended-user", "mended");

    // when
    replay("{\"filter\": {\"userId\": \"mended-user\", \"event\": \"mended:left\"}}");

    // then
    assertThat(sojourn.state("mended", "mended-user").get("status").asText()).isEqualTo("exited");
  }

  @Test
  void shouldReplayTheOldestAndNoMoreThanTheLimit() {
    // given
    sojourn.whenEventAt("limit-user", "limit:2", "2025-01-02T00:00:00Z");
    sojourn.whenEventAt("limit-user", "limit:1", "2025-01-01T00:00:00Z");
    sojourn.whenEventAt("limit-user", "limit:3", "2025-01-03T00:00:00Z");
    for (int i = 1; i <= 3; i++) {
      sojourn.journey(instant("limit-" + i, "limit:" + i, ""));
    }

    // when
    JsonNode answer = replay("{\"filter\": {\"userId\": \"limit-user\"}, \"limit\": 2}");

    // then
    assertThat(answer.get("replayed").asInt()).isEqualTo(2);
    assertThat(texts(sojourn.states("limit-1", "limit-user"), "status")).hasSize(1);
    assertThat(texts(sojourn.states("limit-2", "limit-user"), "status")).hasSize(1);
    assertThat(sojourn.states("limit-3", "limit-user")).isEmpty();
  }

  @Test
  void shouldAnswerZeroWhenNothingMatches() {
    // when
    JsonNode answer = replay("{\"filter\": {\"event\": \"never:happened\"}}");

    // then
    assertThat(answer).isEqualTo(tree("{\"replayed\": 0, \"errors\": []}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                      | eventIds
          {"eventIds": []}                                        | eventIds
          {"filter": {}}                                          | filter
          {"filter": {"event": null}}                             | filter
          {"eventIds": ["a"], "filter": {"event": "x"}}           | eventIds
          {"eventIds": [7]}                                       | eventIds[0]
          {"filter": {"event": "x"}, "limit": 0}                  | limit
          {"filter": {"event": "x"}, "limit": 1001}               | limit
          {"filter": {"name": "x"}}                               | filter.name
          {"filter": {"from": "yesterday"}}                       | filter.from
          {"filter": {"from": "2025-02-01T00:00:00Z", "to": "2025-01-01T00:00:00Z"}} | filter.from
          """)
  void shouldSayWhatIsWrongWithTheRequest(String body, String field) {
    // when
    String error = sojourn.post(REPLAY, body).refused(400);

    // then
    assertThat(error).contains("'" + field + "'");
  }
}
