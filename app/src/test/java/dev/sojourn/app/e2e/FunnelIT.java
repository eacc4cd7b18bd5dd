package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the engine counts of a goal, as the funnel shows it. */
@ExtendWith(OneSojourn.class)
final class FunnelIT {

  private static final int PERSONS = 20;

  private final LiveSojourn sojourn;

  FunnelIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldTellThoseWhoReachTheGoalFromThoseWhoWereHeldOut() {
    // given
    sojourn.journey(
        """
        {"id": "aimed", "trigger": {"event": "aim"}, "holdout": {"percent": 50},
         "goal": {"event": "hit", "window": {"days": 1}},
         "steps": [{"id": "done", "type": "complete"}]}
        """);
    for (int i = 0; i < PERSONS; i++) {
      sojourn.whenEvent("aimed-" + i, "aim");
    }

    // when
    for (int i = 0; i < PERSONS; i++) {
      sojourn.whenEvent("aimed-" + i, "hit");
    }

    // then
    eventually(
        () -> {
          JsonNode funnel = sojourn.get("/v1/admin/metrics/journeys/aimed").expect(200);
          int heldOut = funnel.at("/goal/heldOut").asInt();
          assertThat(heldOut).isBetween(1, PERSONS - 1);
          assertThat(funnel.at("/goal/reachedByHeldOut").asInt()).isEqualTo(heldOut);
          assertThat(funnel.at("/goal/reached").asInt()).isEqualTo(PERSONS - heldOut);
          assertThat(funnel.path("enrolled").asInt()).isEqualTo(PERSONS - heldOut);
        });
    assertThat(
            sojourn.get("/v1/admin/journeys/aimed").expect(200).at("/journey/goal/event").asText())
        .isEqualTo("hit");
  }
}
