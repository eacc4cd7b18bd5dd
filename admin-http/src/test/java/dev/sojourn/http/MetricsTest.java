package dev.sojourn.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.journeys.registry.Journey.State;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.query.QueryResult.JourneyCounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static Map<String, Long> totals(
      long active, long waiting, long completed, long failed, long exited, long sent, long opened) {
    return Map.of(
        "active",
        active,
        "waiting",
        waiting,
        "completed",
        completed,
        "failed",
        failed,
        "exited",
        exited,
        "email_sent",
        sent,
        "email_opened",
        opened,
        "duration_ms",
        99L);
  }

  @Test
  void shouldShowTheFunnelOfAJourneyOverAllPartitions() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry =
          Given.registry(Given.WELCOME, Given.plain("new", "x"), Given.plain("other", "x"));
      server.engine.totals.put(
          0,
          Map.of(
              "activation-welcome", totals(3, 100, 140, 2, 5, 480, 20),
              "other", totals(1, 1, 1, 1, 1, 1, 1)));
      server.engine.totals.put(
          3,
          Map.of(
              "activation-welcome",
              Map.of("completed", 200L, "failed", 10L, "exited", 40L, "email_clicked", 150L)));

      assertThat(server.get("/v1/admin/metrics/journeys/activation-welcome").text())
          .isEqualTo(
              "{\"enrolled\":500,\"emailSent\":480,\"emailOpened\":20,\"emailClicked\":150,"
                  + "\"completed\":340,\"failed\":12,\"exited\":45}");
      assertThat(server.get("/v1/admin/metrics/journeys/new").text())
          .isEqualTo(
              "{\"enrolled\":0,\"emailSent\":0,\"emailOpened\":0,\"emailClicked\":0,"
                  + "\"completed\":0,\"failed\":0,\"exited\":0}");
    }
  }

  @Test
  void shouldShowInTheFunnelHowManyReachedTheGoal() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry =
          Given.registry(
              """
              {"id": "aimed", "trigger": {"event": "x"}, "holdout": {"percent": 10},
               "goal": {"event": "paid", "window": {"days": 21}},
               "steps": [{"id": "done", "type": "complete"}]}
              """);
      server.engine.totals.put(0, Map.of("aimed", Map.of("goal", 30L, "goal_control", 2L)));
      server.engine.totals.put(2, Map.of("aimed", Map.of("goal", 5L, "held_out", 20L)));

      assertThat(server.get("/v1/admin/metrics/journeys/aimed").json().path("goal").toString())
          .isEqualTo("{\"reached\":35,\"heldOut\":20,\"reachedByHeldOut\":2}");
    }
  }

  @Test
  void shouldHaveNoFunnelOfAJourneyThatIsNotThere() {
    try (TestServer server = TestServer.start()) {
      TestServer.Reply reply = server.get("/v1/admin/metrics/journeys/nope");

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text()).isEqualTo("{\"error\":\"Journey not found\"}");
    }
  }

  @Test
  void shouldShowTheWholeOnOnePage() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry =
          Given.with(
              Given.registry(Given.plain("a", "x"), Given.plain("b", "x")),
              Given.plain("off", "x"),
              false,
              State.ACTIVE);
      server.engine.totals.put(
          0,
          Map.of(
              "a", totals(1, 2, 3, 4, 5, 6, 7),
              "", Map.of("contacts", 10L, "dead_letters/pending", 1L, "clamped", 77L)));
      server.engine.totals.put(
          2,
          Map.of(
              "a", totals(10, 20, 30, 40, 50, 60, 70),
              "b", Map.of("completed", 9L, "email_clicked", 8L),
              "", Map.of("contacts", 5L, "dead_letters/pending", 2L)));

      assertThat(server.get("/v1/admin/metrics/overview").text())
          .isEqualTo(
              "{\"journeys\":{\"total\":3,\"enabled\":2},"
                  + "\"instances\":{\"enrolled\":174,\"active\":11,\"waiting\":22,"
                  + "\"completed\":42,\"failed\":44,\"exited\":55},"
                  + "\"completionRate\":0.2414,"
                  + "\"emails\":{\"sent\":66,\"opened\":77,\"clicked\":8},"
                  + "\"contacts\":15,\"deadLetters\":{\"pending\":3}}");
    }
  }

  @Test
  void shouldShowWhatBecameOfEachTemplatesMessages() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry =
          Registry.EMPTY.with(new Template("a/new", "h", "S", null, null, "B"));
      server.engine.totals.put(
          0,
          Map.of(
              "", Map.of("template/a/old/sent", 3L, "template/a/old/opened", 2L, "contacts", 9L),
              "template", Map.of("template/b/sent", 7L)));
      server.engine.totals.put(
          3,
          Map.of(
              "",
              Map.of(
                  "template/a/old/sent", 4L,
                  "template/a/old/clicked", 1L,
                  "template/a/old/bounced", 5L,
                  "template/a/old/complained", 6L,
                  "template/a/old/failed", 8L,
                  "template/a/old/skipped", 10L)));

      assertThat(server.get("/v1/admin/metrics/templates").text())
          .isEqualTo(
              "{\"templates\":[{\"key\":\"a/new\",\"sent\":0,\"opened\":0,\"clicked\":0,"
                  + "\"bounced\":0,\"complained\":0,\"failed\":0,\"skipped\":0},"
                  + "{\"key\":\"a/old\",\"sent\":7,\"opened\":2,\"clicked\":1,"
                  + "\"bounced\":5,\"complained\":6,\"failed\":8,\"skipped\":10}]}");
      server.engine.move(2);
      assertThat(server.get("/v1/admin/metrics/templates").status()).isEqualTo(503);
    }
  }

  @Test
  void shouldShowNoTotalsWithAHole() {
    try (TestServer server = TestServer.start()) {
      server.engine.registry = Given.registry(Given.plain("a", "x"));
      server.engine.move(2);

      assertThat(server.get("/v1/admin/metrics/overview").status()).isEqualTo(503);
      assertThat(server.get("/v1/admin/metrics/journeys/a").status()).isEqualTo(503);
    }
  }

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
