package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.texts;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Seed.JOURNEYS;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the seed: journeys, listed and in full. */
@ExtendWith(OneSojourn.class)
final class SeedJourneysIT {

  private static final String WELCOME =
      """
      {
        "id": "activation-welcome",
        "name": "Activation -- Welcome Series",
        "description": "Sends a welcome email series on signup",
        "enabled": true,
        "trigger": { "event": "user:created",
                     "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" }] },
        "entryLimit": "once",
        "exitOn": [{ "event": "user:deleted" }],
        "suppress": { "hours": 12 },
        "steps": [
          { "id": "start", "type": "send", "channel": "email", "template": "e2e/first", "next": "post-welcome" },
          { "id": "post-welcome", "type": "sleep", "duration": { "days": 1 }, "next": "done" },
          { "id": "done", "type": "complete" }
        ]
      }
      """;

  private final LiveSojourn sojourn;

  SeedJourneysIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldListJourneysAsTheSeedDoes() {
    // given
    sojourn.journey(WELCOME);

    // when
    JsonNode answer = sojourn.get(JOURNEYS).expect(200);

    // then: a cursor only where there is more, and others here have made more than fit
    assertThat(keys(without(answer, "cursor")))
        .containsExactlyInAnyOrder("journeys", "total", "limit", "offset");
    assertThat(answer.get("total").isIntegralNumber()).isTrue();
    JsonNode journey = Seed.listed(sojourn, "activation-welcome");
    assertThat(keys(journey.get("counts")))
        .containsExactlyInAnyOrder("active", "waiting", "completed", "failed", "exited");
    assertThat(journey.get("counts")).allMatch(JsonNode::isIntegralNumber);
    assertThat(without(journey, "counts"))
        .isEqualTo(
            tree(
                """
                {"id": "activation-welcome", "name": "Activation -- Welcome Series",
                 "description": "Sends a welcome email series on signup", "enabled": true,
                 "trigger": {"event": "user:created"}, "entryLimit": "once"}
                """));
  }

  @Test
  void shouldListFiftyFromTheFirstWhenNothingIsAsked() {
    // when
    JsonNode answer = sojourn.get(JOURNEYS).expect(200);

    // then
    assertThat(answer.get("limit").asInt()).isEqualTo(50);
    assertThat(answer.get("offset").asInt()).isZero();
  }

  @Test
  void shouldPageThroughJourneysById() {
    // given
    List.of("page-c", "page-a", "page-b").forEach(id -> sojourn.journey(instant(id, id, "")));
    List<String> all = texts(sojourn.listed(""), "id");

    // when
    JsonNode first = sojourn.get(JOURNEYS + "?limit=2&offset=0").expect(200);
    JsonNode second = sojourn.get(JOURNEYS + "?limit=2&offset=2").expect(200);
    JsonNode beyond = sojourn.get(JOURNEYS + "?limit=2&offset=9999").expect(200);

    // then
    assertThat(all).isSorted().contains("page-a", "page-b", "page-c").doesNotHaveDuplicates();
    assertThat(first.get("limit").asInt()).isEqualTo(2);
    assertThat(second.get("offset").asInt()).isEqualTo(2);
    assertThat(first.findValuesAsText("id")).isEqualTo(all.subList(0, 2));
    assertThat(second.findValuesAsText("id")).isEqualTo(all.subList(2, Math.min(4, all.size())));
    assertThat(beyond.get("journeys")).isEmpty();
    assertThat(beyond.get("total").asInt()).isEqualTo(all.size());
  }

  @Test
  void shouldFilterJourneysByWhatIsInEffect() {
    // given
    sojourn.journey(instant("filter-on", "filter", ""));
    sojourn.journey(instant("filter-off", "filter", "\"enabled\": false,"));
    sojourn.journey(instant("filter-switched-off", "filter", ""));
    sojourn.journey(instant("filter-switched-on", "filter", "\"enabled\": false,"));
    sojourn.toggle("filter-switched-off", false);
    sojourn.toggle("filter-switched-on", true);

    // when
    List<JsonNode> on = sojourn.listed("&enabled=true");
    List<JsonNode> off = sojourn.listed("&enabled=false");

    // then
    assertThat(texts(on, "id"))
        .contains("filter-on", "filter-switched-on")
        .doesNotContain("filter-off", "filter-switched-off");
    assertThat(texts(off, "id"))
        .contains("filter-off", "filter-switched-off")
        .doesNotContain("filter-on", "filter-switched-on");
    assertThat(on).allMatch(journey -> journey.get("enabled").asBoolean());
    assertThat(off).noneMatch(journey -> journey.get("enabled").asBoolean());
    assertThat(on.size() + off.size()).isEqualTo(sojourn.listed("").size());
  }

  @Test
  void shouldShowAJourneyInFullAsTheSeedDoes() {
    // given
    sojourn.journey(
        WELCOME
            .replace("activation-welcome", "detail-welcome")
            .replace("user:created", "detail:created")
            .replace("\"description\": \"Sends a welcome email series on signup\",", ""));
    sojourn.whenEvent("detail-user", "detail:created", Map.of("plan", "pro"));
    sojourn.awaitState("detail-welcome", "detail-user", "waiting");

    // when
    JsonNode answer = sojourn.get(JOURNEYS + "/detail-welcome").expect(200);

    // then
    assertThat(masked(answer))
        .isEqualTo(
            tree(
                """
                {"journey": {
                  "id": "detail-welcome",
                  "name": "Activation -- Welcome Series",
                  "enabled": true,
                  "trigger": {
                    "event": "detail:created",
                    "where": [{ "type": "property", "property": "plan", "operator": "eq", "value": "pro" }]
                  },
                  "entryLimit": "once",
                  "exitOn": [{ "event": "user:deleted" }],
                  "suppress": { "hours": 12 },
                  "counts": { "active": 0, "waiting": 1, "completed": 0, "failed": 0, "exited": 0 },
                  "recentStates": [%s]
                }}
                """
                    .formatted(Seed.waitingState("detail-welcome", "detail-user"))));
  }

  @Test
  void shouldLeaveOutWhatAJourneyDoesNotHave() {
    // given
    sojourn.journey(instant("bare", "bare", ""));

    // when
    JsonNode journey = sojourn.get(JOURNEYS + "/bare").expect(200).get("journey");

    // then
    assertThat(keys(journey))
        .containsExactlyInAnyOrder(
            "id", "name", "enabled", "trigger", "entryLimit", "counts", "recentStates");
    assertThat(journey.get("name").asText()).isEqualTo("bare");
    assertThat(journey.get("trigger")).isEqualTo(tree("{\"event\": \"bare\"}"));
  }

  @Test
  void shouldShowTheTenNewestInstancesOfAJourney() {
    // given
    sojourn.journey(instant("recent", "recent", ""));
    for (int i = 0; i < 12; i++) {
      sojourn.whenEvent("recent-" + i, "recent");
    }

    // when
    JsonNode journey = sojourn.get(JOURNEYS + "/recent").expect(200).get("journey");

    // then
    assertThat(journey.get("recentStates").findValuesAsText("userId"))
        .containsExactly(
            "recent-11",
            "recent-10",
            "recent-9",
            "recent-8",
            "recent-7",
            "recent-6",
            "recent-5",
            "recent-4",
            "recent-3",
            "recent-2");
  }

  private static JsonNode without(JsonNode object, String field) {
    return object.<ObjectNode>deepCopy().without(field);
  }
}
