package dev.sojourn.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.settings.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node is away while what people wait for comes, or comes too late, or does not come. What the
 * log took in time counts, however late it is read.
 */
@Timeout(300)
final class OutageIT {

  private static final String JOURNEY = "payment";
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  @TempDir Path dir;

  private EmbeddedBroker broker;
  private EventWriter events;
  private Path journeys;

  @BeforeEach
  void givenBrokerAndJourneyThatWaits() throws Exception {
    broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
    events = new EventWriter(broker.bootstrapServers());
    journeys = dir.resolve("journeys");
    new JourneyFiles(journeys)
        .journey(
            JOURNEY,
            """
            trigger: { event: ordered }
            exitOn: [{ event: withdrawn }]
            steps:
              - { id: wait, type: wait_for_event, event: paid, timeout: %s, next: thanks, timeoutNext: late }
              - { id: thanks, type: complete }
              - { id: late, type: exit, reason: not_paid }
            """
                .formatted(TIMEOUT));
  }

  @AfterEach
  void close() {
    events.close();
    broker.close();
  }

  @Test
  void shouldCountWhatCameInTimeWhenNodeWasStoppedMeanwhile() throws Exception {
    // given
    Instant first;
    try (LocalNode node = localNode()) {
      first = everybodyWaits(node.operator());
    }

    // when
    whatHappensMeanwhile(first);

    // then
    try (LocalNode node = localNode()) {
      thenOnlyWhatCameInTimeCounts(node.operator());
    }
  }

  private LocalNode localNode() throws Exception {
    return LocalNode.start(Profile.DEV, broker.bootstrapServers(), dir.resolve("state"), journeys);
  }

  @Test
  void shouldCountWhatCameInTimeWhenNodeWasKilledMeanwhile() {
    // given
    Instant first;
    try (NodeProcess node = serve()) {
      first = everybodyWaits(node.awaitServing());
      node.kill();
    }

    // when
    whatHappensMeanwhile(first);

    // then
    try (NodeProcess node = serve()) {
      thenOnlyWhatCameInTimeCounts(node.awaitServing());
    }
  }

  private NodeProcess serve() {
    return NodeProcess.serve(dir.resolve("state"), broker.bootstrapServers(), journeys);
  }

  /** Returns when the first of them began to wait. */
  private Instant everybodyWaits(Operator operator) {
    Instant first = events.write("anna", "ordered");
    List.of("bert", "cleo", "dora").forEach(person -> events.write(person, "ordered"));
    await().atMost(TIMEOUT).until(() -> operator.counts(JOURNEY).waiting() == 4);
    return first;
  }

  private void whatHappensMeanwhile(Instant first) {
    Instant paid = events.write("anna", "paid");
    Instant withdrawn = events.write("bert", "withdrawn");
    assertThat(paid).as("written before the deadline").isBefore(first.plus(TIMEOUT));
    assertThat(withdrawn).as("written before the deadline").isBefore(first.plus(TIMEOUT));
    Instant over = Instant.now().plus(TIMEOUT);
    await().atMost(TIMEOUT.multipliedBy(2)).until(() -> Instant.now().isAfter(over));
    events.write("cleo", "paid");
  }

  private static void thenOnlyWhatCameInTimeCounts(Operator operator) {
    await()
        .atMost(NodeProcess.PATIENCE)
        .until(() -> operator.counts(JOURNEY).waiting() + operator.counts(JOURNEY).active() == 0);
    assertThat(walkOf(operator, "anna")).containsExactly("entered", "event_received", "completed");
    assertThat(walkOf(operator, "bert")).containsExactly("entered", "exited");
    assertThat(walkOf(operator, "cleo")).containsExactly("entered", "timed_out", "exited");
    assertThat(walkOf(operator, "dora")).containsExactly("entered", "timed_out", "exited");
    assertThat(operator.counts(JOURNEY)).isEqualTo(new Operator.Counts(0, 0, 1, 0, 3));
  }

  private static List<String> walkOf(Operator operator, String person) {
    List<JsonNode> states = operator.statesOf(JOURNEY, person);
    assertThat(states).hasSize(1);
    return operator.actions(states.get(0).path("id").asText());
  }
}
