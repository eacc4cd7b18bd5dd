package dev.sojourn.app.e2e;

import static dev.sojourn.app.e2e.LiveSojourn.keys;
import static dev.sojourn.app.e2e.LiveSojourn.tree;
import static dev.sojourn.app.e2e.TestJourneys.failing;
import static dev.sojourn.app.e2e.TestJourneys.instant;
import static dev.sojourn.app.e2e.TestJourneys.sleeping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the seed: numbers of a journey. */
@ExtendWith(OneSojourn.class)
final class SeedMetricsIT {

  private final LiveSojourn sojourn;

  SeedMetricsIT(LiveSojourn sojourn) {
    this.sojourn = sojourn;
  }

  @Test
  void shouldSayWhatTheMetricsOfAJourneyAre() {
    // given
    sojourn.journey(instant("measured", "measured", ""));
    sojourn.journey(
        sleeping("measured-asleep", "measured", "\"exitOn\": [{\"event\": \"measured:out\"}],"));
    sojourn.journey(failing("measured-failing", "measured", ""));
    sojourn.journey(instant("measured-never", "never:measured", ""));
    for (int i = 0; i < 3; i++) {
      sojourn.whenEvent("measured-" + i, "measured");
    }
    sojourn.whenEvent("measured-1", "measured:out");

    // when
    JsonNode answer = sojourn.get("/v1/admin/metrics/journeys").expect(200);

    // then
    assertThat(keys(answer)).containsExactly("journeys");
    assertThat(metricsOf(answer, "measured"))
        .isEqualTo(
            tree(
                """
                {"journeyId": "measured", "name": "measured", "enrolled": 3, "completed": 3,
                 "failed": 0, "exited": 0, "active": 0, "completionRate": 1.0, "avgDurationSecs": 0}
                """));
    assertThat(metricsOf(answer, "measured-asleep"))
        .isEqualTo(
            tree(
                """
                {"journeyId": "measured-asleep", "name": "measured-asleep", "enrolled": 3,
                 "completed": 0, "failed": 0, "exited": 1, "active": 2, "completionRate": 0.0,
                 "avgDurationSecs": null}
                """));
    assertThat(metricsOf(answer, "measured-failing").get("failed").asInt()).isEqualTo(3);
    assertThat(metricsOf(answer, "measured-never"))
        .isEqualTo(
            tree(
                """
                {"journeyId": "measured-never", "name": "measured-never", "enrolled": 0,
                 "completed": 0, "failed": 0, "exited": 0, "active": 0, "completionRate": 0.0,
                 "avgDurationSecs": null}
                """));
  }

  @Test
  void shouldRoundTheCompletionRateToFourDigits() {
    // given
    sojourn.journey(
        """
        {"id": "rate", "trigger": {"event": "rate"}, "steps": [
          {"id": "which", "type": "branch", "paths": [
            {"when": [{"type": "property", "property": "end", "operator": "eq", "value": true}], "next": "done"}],
           "otherwise": "nap"},
          {"id": "nap", "type": "sleep", "duration": {"hours": 1}, "next": "done"},
          {"id": "done", "type": "complete"}]}
        """);
    sojourn.whenEvent("rate-1", "rate", Map.of("end", true));
    sojourn.whenEvent("rate-2", "rate", Map.of("end", true));
    sojourn.whenEvent("rate-3", "rate");

    // when
    JsonNode row = metricsOf(sojourn.get("/v1/admin/metrics/journeys").expect(200), "rate");

    // then
    assertThat(row.get("completionRate").asDouble()).isEqualTo(0.6667);
    assertThat(row.get("active").asInt()).isEqualTo(1);
    assertThat(row.get("enrolled").asInt()).isEqualTo(3);
  }

  private static JsonNode metricsOf(JsonNode answer, String journeyId) {
    for (JsonNode row : answer.get("journeys")) {
      if (row.get("journeyId").asText().equals(journeyId)) {
        return row;
      }
    }
    throw new AssertionError("no " + journeyId + " in " + answer);
  }
}
