package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.Seed.JOURNEYS;
import static dev.sojourn.app.e2e.Shapes.masked;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.threeSteps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the seed: journeys, switched off and on. */
@ExtendWith(OneSojourn.class)
final class SeedToggleIT {

  private final LiveSojourn sojourn;

  SeedToggleIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldSwitchAJourneyOffAndOn() {
    // given
    sojourn.journey(threeSteps("switched", "switched", "PT1S", ""));

    // when
    JsonNode off = sojourn.patch(JOURNEYS + "/switched", "{ \"enabled\": false }").expect(200);
    boolean listedOff = shownAsEnabled("switched");
    JsonNode on = sojourn.patch(JOURNEYS + "/switched", "{ \"enabled\": true }").expect(200);
    boolean listedOn = shownAsEnabled("switched");

    // then
    assertThat(masked(off))
        .isEqualTo(
            tree(
                """
                {"journey": {"id": "switched", "name": "Activation -- Welcome Series",
                 "enabled": false, "updatedAt": "(time)"}}
                """));
    assertThat(listedOff).isFalse();
    assertThat(on.at("/journey/enabled").asBoolean()).isTrue();
    assertThat(listedOn).isTrue();
    assertThat(on.at("/journey/updatedAt").asText())
        .isGreaterThan(off.at("/journey/updatedAt").asText());
  }

  private boolean shownAsEnabled(String id) {
    JsonNode listed = Seed.listed(sojourn, id);
    JsonNode detail = sojourn.get(JOURNEYS + "/" + id).expect(200).get("journey");
    assertThat(detail.get("enabled")).isEqualTo(listed.get("enabled"));
    return listed.get("enabled").asBoolean();
  }

  @Test
  void shouldKeepTheTimeOfChangeWhenNothingChanges() {
    // given
    sojourn.journey(instant("unchanged", "unchanged", ""));
    String first = updatedAtOf("unchanged", false);

    // when
    String second = updatedAtOf("unchanged", false);

    // then
    assertThat(second).isEqualTo(first);
  }

  private String updatedAtOf(String id, boolean enabled) {
    return sojourn
        .patch(JOURNEYS + "/" + id, "{\"enabled\":%s}".formatted(enabled))
        .expect(200)
        .at("/journey/updatedAt")
        .asText();
  }

  @Test
  void shouldLetThoseInFlightFinishWhenAJourneyIsDisabled() {
    // given
    sojourn.journey(threeSteps("in-flight", "in-flight", "PT1S", ""));
    sojourn.whenEvent("in-flight-user", "in-flight");

    // when
    sojourn.toggle("in-flight", false);

    // then
    sojourn.awaitState("in-flight", "in-flight-user", "completed");
    assertThat(sojourn.mails("in-flight-user")).containsExactly("e2e/first");
  }
}
