package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The switch holds for the next event after its answer. */
@ExtendWith(OneSojourn.class)
final class ToggleIT {

  private final LiveSojourn sojourn;

  ToggleIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldHoldForTheEventThatFollowsAtOnceTwentyTimesInTurn() {
    // given
    sojourn.journey(instant("turns", "turns", "\"entryLimit\": \"unlimited\","));

    for (int turn = 0; turn < 20; turn++) {
      // when: persons all over the partitions, while the switch has one owner
      boolean enabled = turn % 2 == 1;
      String user = "turns-" + turn;
      sojourn.toggle("turns", enabled);
      sojourn.whenEvent(user, "turns");

      // then
      assertThat(sojourn.verdict("turns", user))
          .as("turn %d", turn)
          .isEqualTo(enabled ? "entered" : "journey_disabled");
    }
    assertThat(sojourn.get("/v1/admin/journeys/turns/states").expect(200).get("total").asInt())
        .isEqualTo(10);
  }

  @Test
  void shouldNotSwitchAgainWhenAnOldCommandIsRepeated() {
    // given
    sojourn.journey(instant("repeated", "repeated", ""));
    JsonNode first = toggled("switch-off");
    sojourn.toggle("repeated", true);

    // when
    JsonNode repeat = toggled("switch-off");

    // then
    assertThat(repeat).isEqualTo(first);
    sojourn.whenEvent("repeated-1", "repeated");
    assertThat(sojourn.verdict("repeated", "repeated-1")).isEqualTo("entered");
    assertThat(
            sojourn
                .get("/v1/admin/journeys/repeated")
                .expect(200)
                .at("/journey/enabled")
                .asBoolean())
        .isTrue();
  }

  private JsonNode toggled(String commandId) {
    return sojourn
        .http()
        .call(
            "PATCH",
            "/v1/admin/journeys/repeated",
            BodyPublishers.ofString("{\"enabled\": false}"),
            request ->
                request
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", commandId))
        .expect(200);
  }
}
