package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.encoded;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Why was this person not enrolled?" and what the answer depends on. */
@ExtendWith(OneSojourn.class)
final class DecisionIT {

  private final LiveSojourn sojourn;

  DecisionIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldShowEntriesAndRefusalsInOneList() {
    // given
    sojourn.journey(instant("why", "why", "\"entryLimit\": \"once\","));
    sojourn.whenEvent("why-1", "why");
    sojourn.whenEvent("why-1", "why");
    sojourn.whenEvent("why-2", "why");

    // when
    JsonNode mine = sojourn.get("/v1/admin/journeys/why/decisions?userId=why-1").expect(200);
    JsonNode all = sojourn.get("/v1/admin/journeys/why/decisions").expect(200);

    // then
    assertThat(masked(mine))
        .isEqualTo(
            tree(
                """
                {"decisions": [
                  {"eventId": "(uuid)", "event": "why", "userId": "why-1", "outcome": "rejected",
                   "reason": "already_entered_once", "at": "(time)"},
                  {"eventId": "(uuid)", "event": "why", "userId": "why-1", "outcome": "entered",
                   "stateId": "(uuid)", "at": "(time)"}],
                 "total": 2, "limit": 50, "offset": 0}
                """));
    assertThat(mine.at("/decisions/1/stateId")).isEqualTo(sojourn.state("why", "why-1").get("id"));
    assertThat(all.findValuesAsText("userId")).containsExactly("why-2", "why-1", "why-1");
    assertThat(all.findValuesAsText("at"))
        .isSortedAccordingTo((left, right) -> right.compareTo(left));
    assertThat(all.get("total").asInt()).isEqualTo(3);
  }

  @Test
  void shouldFilterByOutcomeAndPage() {
    // given
    sojourn.journey(instant("why-filter", "why-filter", "\"entryLimit\": \"once\","));
    for (int i = 0; i < 6; i++) {
      sojourn.whenEvent("why-filter-" + i % 2, "why-filter");
    }
    String path = "/v1/admin/journeys/why-filter/decisions";

    // when
    JsonNode entered = sojourn.get(path + "?outcome=entered").expect(200);
    JsonNode rejected = sojourn.get(path + "?outcome=rejected").expect(200);
    JsonNode mine = sojourn.get(path + "?outcome=rejected&userId=why-filter-1").expect(200);
    JsonNode page = sojourn.get(path + "?limit=2&offset=1").expect(200);

    // then
    assertThat(entered.get("total").asInt()).isEqualTo(2);
    assertThat(entered.findValuesAsText("outcome")).containsExactly("entered", "entered");
    assertThat(rejected.get("total").asInt()).isEqualTo(4);
    assertThat(rejected.findValuesAsText("reason")).hasSize(4).containsOnly("already_entered_once");
    assertThat(mine.get("total").asInt()).isEqualTo(2);
    assertThat(page.findValuesAsText("userId")).containsExactly("why-filter-0", "why-filter-1");
    assertThat(page.get("total").asInt()).isEqualTo(6);
  }

  @Test
  void shouldAnswerDefaultPreferencesForAPersonNobodyHasSeen() {
    // when
    JsonNode answer = sojourn.get("/v1/admin/contacts/never-seen/preferences").expect(200);

    // then
    assertThat(answer)
        .isEqualTo(
            tree(
                """
                {"preferences": {"userId": "never-seen", "email": null, "unsubscribedAll": false,
                  "suppressed": false, "categories": {}, "bounceCount": 0}}
                """));
  }

  @Test
  void shouldMergeThePreferencesThatAreGivenAndShowThemAtOnce() {
    // given
    String path = "/v1/admin/contacts/prefers/preferences";
    sojourn
        .put(
            path,
            "{\"email\": \"p@example.com\", \"categories\": {\"news\": false, \"tips\": true}}")
        .expect(200);

    // when
    JsonNode put =
        sojourn
            .put(
                path,
                "{\"suppressed\": true, \"bounceCount\": 3, \"categories\": {\"tips\": false}}")
            .expect(200);

    // then
    assertThat(put)
        .isEqualTo(
            tree(
                """
                {"preferences": {"userId": "prefers", "email": "p@example.com",
                  "unsubscribedAll": false, "suppressed": true,
                  "categories": {"news": false, "tips": false}, "bounceCount": 3}}
                """));
    assertThat(sojourn.get(path).expect(200)).isEqualTo(put);
  }

  @Test
  void shouldShowTheAddressOfAContactUntilPreferencesHaveTheirOwn() {
    // given
    sojourn.whenEvent("addressed", "addressed:seen");
    String path = "/v1/admin/contacts/addressed/preferences";

    // when
    JsonNode before = sojourn.get(path).expect(200);
    JsonNode put = sojourn.put(path, "{\"bounceCount\": 1}").expect(200);

    // then
    assertThat(before.at("/preferences/email").asText()).isEqualTo("somebody@example.com");
    assertThat(put.at("/preferences/email").asText()).isEqualTo("somebody@example.com");
    assertThat(sojourn.get(path).expect(200)).isEqualTo(put);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "someone@example.com",
        "org/team/7",
        "a b+c",
        "50%",
        "zoë-名前-🦊",
        "auth0|5f7c8ec7c33c6c004bbafe82",
        "q?x=1&y=#z",
        "back\\slash",
        "semi;colon=1",
        "..",
        "\"quoted\"",
      })
  void shouldFindAPersonWhoseIdNeedsEncoding(String userId) {
    // given
    sojourn.journey(instant("odd-ids", "odd-ids", ""));
    sojourn.whenEvent(userId, "odd-ids", Map.of());

    // when
    JsonNode preferences =
        sojourn.get("/v1/admin/contacts/%s/preferences".formatted(encoded(userId))).expect(200);

    // then
    assertThat(preferences.at("/preferences/userId").asText()).isEqualTo(userId);
    assertThat(sojourn.state("odd-ids", userId).get("userId").asText()).isEqualTo(userId);
    assertThat(sojourn.verdict("odd-ids", userId)).isEqualTo("entered");
    assertThat(
            sojourn
                .get("/v1/admin/events?userId=" + encoded(userId))
                .expect(200)
                .at("/events/0/userId")
                .asText())
        .isEqualTo(userId);
  }
}
