package dev.sojourn.app.chaos;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sojourn.app.broker.EmbeddedBroker;
import dev.sojourn.app.chaos.Operator.Counts;
import dev.sojourn.journeys.step.Signal.OutcomeCame.Result;
import dev.sojourn.topics.action.SendOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sends go to a provider that fails in every way while nodes are killed. */
@Timeout(300)
final class FaultyProviderIT {

  private static final String JOURNEY = "calls";
  private static final int EVERYBODY = 2_000;

  /** Those that were answered and not yet committed at two kills, at 32 calls at once. */
  private static final int AT_THE_KILLS = 2 * 100;

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path dir;

  @Test
  void shouldLoseNothingAndRepeatOnlyWhatWasUnderWayWhenNodesAreKilled() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0);
        FaultyServer server = new FaultyServer();
        EventWriter events = new EventWriter(broker.bootstrapServers())) {
      // given
      Path journeys = journeys(server);
      try (NodeProcess node = serve("one", broker, journeys)) {
        node.awaitServing();
        IntStream.range(0, EVERYBODY).forEach(n -> events.writeSoon("person-" + n, "start", null));
        events.settle();
        awaitAccepted(server, EVERYBODY / 4);

        // when
        node.kill();
      }
      try (NodeProcess node = serve("one", broker, journeys);
          NodeProcess other = serve("two", broker, journeys)) {
        Operator operator = node.awaitServing();
        other.awaitServing();
        awaitAccepted(server, EVERYBODY * 3 / 4);

        // when
        other.kill();

        // then
        await()
            .atMost(LONG)
            .ignoreExceptions()
            .until(() -> operator.counts(JOURNEY).completed() == EVERYBODY);
        assertThat(operator.counts(JOURNEY)).isEqualTo(new Counts(0, 0, EVERYBODY, 0, 0));
      }
      thenBothBooksAgree(server, broker);
      assertThat(server.repeats()).isLessThan(AT_THE_KILLS);
    }
  }

  private NodeProcess serve(String name, EmbeddedBroker broker, Path journeys) {
    return NodeProcess.serve(dir.resolve(name), broker.bootstrapServers(), journeys);
  }

  private Path journeys(FaultyServer server) {
    return new JourneyFiles(dir.resolve("journeys"))
        .journey(
            JOURNEY,
            """
            trigger: { event: start }
            entryLimit: once
            steps:
              - { id: call, type: webhook, url: "%s", next: done }
              - { id: done, type: complete }
            """
                .formatted(server.url()))
        .folder();
  }

  private static void awaitAccepted(FaultyServer server, int many) {
    await()
        .atMost(NodeProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> server.accepted().size() >= many);
  }

  private static void thenBothBooksAgree(FaultyServer server, EmbeddedBroker broker) {
    List<String> sent =
        CommittedLog.of("sojourn.outcomes", broker.bootstrapServers()).stream()
            .map(record -> SendOutcome.read(record.value()))
            .filter(outcome -> outcome.result() == Result.sent)
            .map(outcome -> outcome.sendId().toString())
            .toList();
    assertThat(sent).doesNotHaveDuplicates().hasSize(EVERYBODY);
    Set<String> told = sent.stream().collect(toSet());
    assertThat(server.accepted()).isEqualTo(told);
  }
}
