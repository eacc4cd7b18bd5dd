package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Counts;
import dev.sojourn.app.chaos.UnreliableMailApi.Taken;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.topics.action.SendOutcome;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand mails go out through a provider that fails, is late, hangs up and goes away, from
 * nodes that are killed. The provider's own log, the counters, the instances, the journal and the
 * outcomes tell the same story.
 */
@Timeout(600)
final class UnreliableProviderIT {

  private static final int PEOPLE = 10_000;
  private static final String JOURNEY = "one-mail";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Longer than it takes to be left alone. */
  private static final Duration AWAY = Duration.ofSeconds(4);

  @TempDir Path dir;

  @Test
  void shouldSendEachMailOnceThroughAProviderThatFailsFromNodesThatAreKilled() throws Exception {
    // given
    new JourneyFiles(dir.resolve("journeys"))
        .file(
            "templates/hello.liquid",
            "---\nsubject: Hello\n---\n<p>Hello {{ user.id }}, <a href=\"https://example.com\">look</a></p>\n")
        .journey(
            JOURNEY,
            """
            trigger: { event: signed_up }
            entryLimit: once
            steps:
              - { id: mail, type: send, channel: email, template: hello, attempts: 20, next: end }
              - { id: end, type: complete }
            """);
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
        EventWriter events = new EventWriter(broker.bootstrapServers());
        UnreliableMailApi api = new UnreliableMailApi()) {
      // when
      try (NodeProcess node = node(broker, api, "one")) {
        node.awaitServing();
        IntStream.range(0, PEOPLE).forEach(n -> events.writeSoon("person-" + n, "signed_up", null));
        events.settle();
        await().atMost(PATIENCE).until(() -> api.log().size() > PEOPLE / 5);
        node.kill();
      }

      // and
      try (NodeProcess node = node(broker, api, "one");
          NodeProcess other = node(broker, api, "two")) {
        Operator operator = node.awaitServing();
        other.awaitServing();
        await().atMost(PATIENCE).until(() -> api.log().size() > 2 * PEOPLE / 5);
        other.kill();
        api.goAway();
        Instant back = Instant.now().plus(AWAY);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(back) && isRefused(operator));
        api.comeBack();
        await().atMost(PATIENCE).until(() -> api.log().size() > 3 * PEOPLE / 5);
        api.goAway();
        node.kill();
      }

      // and
      try (NodeProcess node = node(broker, api, "one")) {
        Operator operator = node.awaitServing();
        api.comeBack();
        await().atMost(PATIENCE).until(() -> operator.counts(JOURNEY).completed() == PEOPLE);

        // then
        assertThat(api.conflicts()).isEmpty();
        assertThat(api.log().values().stream().map(Taken::to).collect(toSet())).hasSize(PEOPLE);
        assertThat(api.log()).hasSize(PEOPLE);
        assertThat(api.repeats()).as("mails that came again").isPositive();

        // and
        assertThat(operator.counts(JOURNEY)).isEqualTo(new Counts(0, 0, PEOPLE, 0, 0));
        JsonNode funnel = operator.read("/v1/admin/metrics/journeys/" + JOURNEY);
        assertThat(funnel.path("emailSent").asInt()).isEqualTo(PEOPLE);
        assertThat(funnel.path("failed").asInt()).isZero();
        assertThat(operator.read("/v1/admin/dlq").path("total").asInt()).isZero();

        // and
        thenOutcomesAgree(broker, api.log().keySet());
        thenJournalAgrees(broker, api.log().keySet());
      }
    }
  }

  private NodeProcess node(EmbeddedBroker broker, UnreliableMailApi api, String name) {
    return NodeProcess.serve(
        dir.resolve(name),
        broker.bootstrapServers(),
        dir.resolve("journeys"),
        Map.of(
            "SOJOURN_EMAIL_PROVIDER", "resend",
            "SOJOURN_EMAIL_FROM", "Sojourn <hello@example.com>",
            "SOJOURN_RESEND_API_KEY", "re_test",
            "SOJOURN_RESEND_BASE_URL", api.url(),
            "SOJOURN_PUBLIC_URL", "https://go.example.com",
            "SOJOURN_DELIVERY_RETRY", "20,PT0.2S"));
  }

  /** Whether the node has found the provider gone. */
  private static boolean isRefused(Operator operator) {
    return operator
        .scrape()
        .lines()
        .anyMatch(
            line -> line.matches("sojourn_send_outcomes_total\\{.*\"unavailable\".*} [1-9].*"));
  }

  /** Each send has one outcome that says it went out. */
  private static void thenOutcomesAgree(EmbeddedBroker broker, Set<String> sends) {
    List<SendOutcome> outcomes =
        CommittedLog.of("sojourn.outcomes", broker.bootstrapServers()).stream()
            .map(record -> SendOutcome.read(record.value()))
            .toList();
    assertThat(outcomes)
        .filteredOn(outcome -> outcome.result() == Result.sent)
        .extracting(outcome -> outcome.sendId().toString())
        .containsExactlyInAnyOrderElementsOf(sends);
    assertThat(outcomes).noneMatch(outcome -> outcome.result() == Result.failed);
  }

  /** The journal orders each send, and lets each instance end, once. */
  private static void thenJournalAgrees(EmbeddedBroker broker, Set<String> sends)
      throws IOException {
    Map<String, Long> first = new HashMap<>();
    Map<String, Long> ends = new HashMap<>();
    for (var record : CommittedLog.of("sojourn.journal", broker.bootstrapServers())) {
      JsonNode decision = Json.mapper().readTree(record.value());
      for (JsonNode effect : decision.path("effects")) {
        if (effect.path("effect").asText().equals("send") && effect.path("attempt").asInt() == 1) {
          first.merge(effect.path("sendId").asText(), 1L, Long::sum);
        }
      }
      for (JsonNode move : decision.path("moves")) {
        if (move.path("status").asText().equals("completed")) {
          ends.merge(move.path("stateId").asText(), 1L, Long::sum);
        }
      }
    }
    assertThat(first.keySet()).isEqualTo(sends);
    assertThat(first.values()).containsOnly(1L);
    assertThat(ends).hasSize(PEOPLE);
    assertThat(ends.values()).containsOnly(1L);
  }
}
