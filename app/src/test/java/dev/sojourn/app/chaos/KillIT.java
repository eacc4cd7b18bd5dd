package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.app.chaos.Operator.Counts;
import dev.sojourn.topics.action.SendAction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} is killed while people are at every point of a journey. */
@Timeout(300)
final class KillIT {

  private static final String JOURNEY = "two-mails";
  private static final int THIRD = 100;
  private static final int EVERYBODY = 3 * THIRD;

  @TempDir Path dir;

  private Path data;

  @BeforeEach
  void givenJourneyOfTwoMails() {
    data = dir.resolve("data");
    new JourneyFiles(dir.resolve("journeys"))
        .template("first")
        .template("second")
        .journey(
            JOURNEY,
            """
            trigger: { event: started }
            entryLimit: once
            steps:
              - { id: one, type: send, channel: email, template: first, next: nap }
              - { id: nap, type: sleep, duration: PT4S, next: two }
              - { id: two, type: send, channel: email, template: second, next: done }
              - { id: done, type: complete }
            """);
  }

  private NodeProcess dev() {
    return NodeProcess.dev(data, dir.resolve("journeys"));
  }

  @Test
  void shouldFinishEverybodyOnceWhenKilledAndStartedAgain() {
    // given
    try (NodeProcess node = dev()) {
      Operator operator = node.awaitReady(data);
      try (EventWriter events = new EventWriter(node.awaitSaid("kafka "))) {
        start(events, 0, THIRD);
        await()
            .atMost(NodeProcess.PATIENCE)
            .until(() -> operator.counts(JOURNEY).completed() > THIRD / 4);
        start(events, THIRD, 2 * THIRD);
        await()
            .atMost(NodeProcess.PATIENCE)
            .until(() -> operator.counts(JOURNEY).waiting() > THIRD / 2);
        start(events, 2 * THIRD, EVERYBODY);
      }

      // when
      node.kill();
    }

    // then
    try (NodeProcess node = dev()) {
      Operator operator = node.awaitReady(data);
      await()
          .atMost(NodeProcess.PATIENCE)
          .until(() -> operator.counts(JOURNEY).completed() == EVERYBODY);
      thenEverybodyGotBothMailsOnce(operator);
      thenEachMailWasOrderedOnce(node.awaitSaid("kafka "));

      // when
      node.terminate();

      // then
      assertThat(node.awaitExit(Duration.ofSeconds(10))).isEqualTo(128 + 15);
      assertThat(node.err()).isEmpty();
    }

    // and
    try (NodeProcess node = dev()) {
      thenEverybodyGotBothMailsOnce(node.awaitReady(data));
    }
  }

  private static void start(EventWriter events, int from, int to) {
    IntStream.range(from, to).forEach(n -> events.writeSoon("person-" + n, "started", null));
    events.settle();
  }

  private static void thenEverybodyGotBothMailsOnce(Operator operator) {
    assertThat(operator.counts(JOURNEY)).isEqualTo(new Counts(0, 0, EVERYBODY, 0, 0));
    JsonNode metrics = operator.metrics(JOURNEY);
    assertThat(metrics.path("enrolled").asInt()).isEqualTo(EVERYBODY);
    assertThat(metrics.path("completed").asInt()).isEqualTo(EVERYBODY);
    assertThat(metrics.path("active").asInt()).isZero();

    List<JsonNode> states = operator.allStates(JOURNEY);
    assertThat(texts(states, "userId")).hasSize(EVERYBODY);
    assertThat(texts(states, "status")).containsExactly("completed");
    assertThat(operator.total(JOURNEY, "waiting")).isZero();
    assertThat(operator.total(JOURNEY, "active")).isZero();
    assertThat(
            states.stream()
                .map(state -> operator.actions(state.path("id").asText()))
                .collect(toSet()))
        .containsExactly(List.of("entered", "email_sent", "waited", "email_sent", "completed"));

    List<JsonNode> mails = operator.outbox();
    assertThat(mails).hasSize(2 * EVERYBODY);
    assertThat(texts(mails, "id")).hasSize(2 * EVERYBODY);
    Map<String, Set<String>> templatesByPerson =
        mails.stream()
            .collect(
                groupingBy(
                    mail -> mail.path("userId").asText(),
                    mapping(mail -> mail.path("template").asText(), toSet())));
    assertThat(templatesByPerson).hasSize(EVERYBODY);
    assertThat(templatesByPerson.values()).containsOnly(Set.of("first", "second"));
    assertThat(mails.stream().collect(groupingBy(mail -> mail.path("userId"), counting())).values())
        .containsOnly(2L);
  }

  /** The outbox would hide an order that came twice, as every receiver of it may. */
  private static void thenEachMailWasOrderedOnce(String kafka) {
    assertThat(CommittedLog.of("sojourn.actions", kafka))
        .extracting(order -> SendAction.read(order.value()).sendId())
        .hasSize(2 * EVERYBODY)
        .doesNotHaveDuplicates();
  }

  private static Set<String> texts(List<JsonNode> rows, String field) {
    return rows.stream().map(row -> row.path(field).asText()).collect(toSet());
  }
}
