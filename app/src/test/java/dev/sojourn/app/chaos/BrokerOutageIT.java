package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Reply;
import dev.sojourn.app.settings.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cluster goes away under a node that stays, and comes back. */
@Timeout(180)
final class BrokerOutageIT {

  private static final String JOURNEY = "two-mails";
  private static final int PERSONS = 50;
  private static final Duration NAP = Duration.ofSeconds(5);

  @TempDir Path dir;

  private EmbeddedBroker broker;

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void shouldSayComeAgainMeanwhileAndGoOnByItselfWhenTheBrokerIsBack() throws Exception {
    // given
    Path journeys = dir.resolve("journeys");
    new JourneyFiles(journeys)
        .template("hello")
        .journey(
            JOURNEY,
            """
            trigger: { event: started }
            steps:
              - { id: one, type: send, channel: email, template: hello, next: nap }
              - { id: nap, type: sleep, duration: %s, next: two }
              - { id: two, type: send, channel: email, template: hello, next: end }
              - { id: end, type: complete }
            """
                .formatted(NAP));
    broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
    try (LocalNode node =
        LocalNode.start(Profile.SERVE, broker.bootstrapServers(), dir.resolve("state"), journeys)) {
      Operator operator = node.operator();
      try (EventWriter events = new EventWriter(broker.bootstrapServers())) {
        IntStream.range(0, PERSONS).forEach(n -> events.writeSoon("p" + n, "started", null));
        events.settle();
      }
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(() -> operator.counts(JOURNEY).waiting() == PERSONS);
      String someone = operator.allStates(JOURNEY).get(0).path("id").asText();

      // when
      broker.close();

      // then
      Instant over = Instant.now().plus(NAP);
      Reply cancelled =
          operator.delete("/v1/admin/journeys/%s/states/%s".formatted(JOURNEY, someone));
      assertThat(cancelled.status()).isEqualTo(503);
      assertThat(cancelled.retryAfter()).isPresent();
      assertThat(operator.scrape()).contains("sojourn_events_total{", "sojourn_streams_state{");
      await().atMost(NAP.multipliedBy(3)).until(() -> Instant.now().isAfter(over));
      // Nothing could be sent, so nobody is said to have gone on.
      assertThat(operator.counts(JOURNEY).completed()).isZero();

      // when
      broker = EmbeddedBroker.start(dir.resolve("kafka"), broker.port());

      // then: whether the cancellation reached the log is not known, as its answer said
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(
              () -> {
                Reply reply = operator.get("/v1/admin/metrics/journeys");
                JsonNode row = reply.body().at("/journeys/0");
                return row.path("completed").asInt() + row.path("exited").asInt() == PERSONS;
              });
      assertThat(operator.counts(JOURNEY).completed()).isGreaterThanOrEqualTo(PERSONS - 1);
      assertThat(
              operator.allStates(JOURNEY).stream()
                  .map(state -> operator.actions(state.path("id").asText()))
                  .filter(walk -> walk.contains("completed"))
                  .collect(toSet()))
          .containsExactly(List.of("entered", "email_sent", "waited", "email_sent", "completed"));
      assertThat(operator.isReady()).isTrue();
    }
  }
}
