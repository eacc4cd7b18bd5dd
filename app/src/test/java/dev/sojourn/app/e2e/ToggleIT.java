package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.TestJourneys.instant;
import static org.assertj.core.api.Assertions.assertThat;

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
}
