package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.processor.query.Answer.JourneyCounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void shouldAddUpAllPartitions() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry = Given.registry(Given.WELCOME);
      server.engine.counts.put(
          1,
          Map.of("activation-welcome", new JourneyCounts(50, 53, 170, 12, 0, 170L * 86_400_000)));
      server.engine.counts.put(
          2, Map.of("activation-welcome", new JourneyCounts(0, 0, 170, 0, 45, 170L * 86_400_000)));

      assertThat(server.get("/v1/admin/metrics/journeys").text())
          .isEqualTo(
              "{\"journeys\":[{\"journeyId\":\"activation-welcome\","
                  + "\"name\":\"Activation -- Welcome Series\",\"enrolled\":500,"
                  + "\"completed\":340,\"failed\":12,\"exited\":45,\"active\":103,"
                  + "\"completionRate\":0.68,\"avgDurationSecs\":86400}]}");
    }
  }

  @Test
  void shouldHaveNoAverageWhenNobodyHasCompleted() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry = Given.registry(Given.plain("a", "x"), Given.plain("b", "x"));
      server.engine.counts.put(0, Map.of("b", new JourneyCounts(1, 0, 2, 0, 0, 2_999)));

      JsonNode journeys = server.get("/v1/admin/metrics/journeys").json().path("journeys");

      assertThat(journeys.path(0).path("completionRate").asDouble(-1)).isZero();
      assertThat(journeys.path(0).path("avgDurationSecs").isNull()).isTrue();
      assertThat(journeys.path(1).path("completionRate").asDouble()).isEqualTo(0.6667);
      assertThat(journeys.path(1).path("avgDurationSecs").asLong()).isEqualTo(1);
    }
  }
}
