package dev.sojourn.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a developer does to a {@code dev} that runs; one for all tests, since it takes a while. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RunningDevIT {

  private static final String EDITED = "edited";

  @TempDir static Path dir;

  private static JourneyFiles journeys;
  private static NodeProcess node;
  private static Operator operator;
  private static EventWriter events;

  @BeforeAll
  static void givenDev() {
    journeys = new JourneyFiles(dir.resolve("journeys")).journey(EDITED, endingWith("first"));
    node = NodeProcess.dev(dir.resolve("data"), journeys.folder());
    operator = node.awaitReady(dir.resolve("data"));
    events = new EventWriter(node.awaitSaid("kafka "));
  }

  private static String endingWith(String reason) {
    return """
    trigger: { event: started }
    entryLimit: unlimited
    steps:
      - { id: wait, type: wait_for_event, event: go, timeout: PT1H, next: end, timeoutNext: end }
      - { id: end, type: exit, reason: %s }
    """
        .formatted(reason);
  }

  @AfterAll
  static void close() {
    events.close();
    node.close();
  }

  @Test
  @Order(1)
  void shouldRefuseASecondOneOnTheSameDataFolder() {
    try (NodeProcess second = NodeProcess.dev(dir.resolve("data"), journeys.folder())) {
      assertThat(second.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
      assertThat(second.out()).isEmpty();
      assertThat(second.err()).hasSize(1);
      assertThat(second.err().get(0))
          .startsWith("sojourn: ")
          .contains(dir.resolve("data").toString(), "in use", Long.toString(node.pid()));
    }
    assertThat(operator.isReady()).isTrue();
  }

  @Test
  @Order(2)
  void shouldWarnAndGoOnWhenABadJourneyAppears() throws Exception {
    // when
    journeys.file("bad.yaml", "id: bad\ntrigger: { event: e }\nsteps: [{ id: a, type: slep }]\n");

    // then
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                node.err().stream()
                    .anyMatch(line -> line.contains("WARN") && line.contains("bad.yaml")));
    assertThat(operator.isReady()).isTrue();
    events.write("goes-on", "started");
    await().until(() -> operator.counts(EDITED).waiting() == 1);
    Files.delete(journeys.folder().resolve("bad.yaml"));
  }

  @Test
  @Order(3)
  void shouldApplyAnEditToNewEntriesOnly() {
    // given
    events.write("before", "started");
    await().until(() -> operator.statesOf(EDITED, "before").size() == 1);
    await().until(() -> operator.counts(EDITED).active() == 0);

    // when
    journeys.journey(EDITED, endingWith("second"));

    // then: whoever enters once it is published ends the new way
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              events.write("probe", "started");
              events.write("probe", "go");
              return reasonsOf("probe").contains("second");
            });
    events.write("before", "go");
    await().until(() -> !reasonsOf("before").isEmpty());
    assertThat(reasonsOf("before")).containsExactly("first");
  }

  private static List<String> reasonsOf(String person) {
    return operator.statesOf(EDITED, person).stream()
        .map(state -> operator.read("/v1/admin/journey-logs/" + state.path("id").asText()))
        .flatMap(log -> last(log.path("logs")).findValuesAsText("reason").stream())
        .toList();
  }

  private static JsonNode last(JsonNode logs) {
    return logs.path(logs.size() - 1);
  }

  @Test
  @Order(4)
  void shouldEndInOrderOnCtrlC() throws Exception {
    assumeThat(ignoresInterrupts())
        .as("a shell may start us so that no child can be interrupted")
        .isFalse();

    // given
    int saidBefore = node.err().size();

    // when
    node.interrupt();

    // then
    assertThat(node.awaitExit(Duration.ofSeconds(10))).isEqualTo(128 + 2);
    assertThat(node.err()).hasSize(saidBefore);
  }

  @Test
  @Order(5)
  void shouldSayWhatToRemoveWhenTheStoresAreGarbageAndLoseNothing() throws Exception {
    // given
    node.close();
    node.awaitExit(NodeProcess.PATIENCE);
    Path stores = dir.resolve("data/state/streams");
    try (Stream<Path> files = Files.walk(stores)) {
      for (Path file : files.filter(one -> one.endsWith("CURRENT")).toList()) {
        Files.writeString(file, "what is this");
      }
    }

    // when
    try (NodeProcess broken = NodeProcess.dev(dir.resolve("data"), journeys.folder())) {
      // then
      assertThat(broken.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
      assertThat(broken.out()).noneMatch(line -> line.startsWith("ready"));
      assertThat(broken.err()).hasSize(1);
      assertThat(broken.err().get(0))
          .startsWith("sojourn: the stores in %s cannot be opened".formatted(stores))
          .contains("remove that folder");
    }

    // when
    remove(stores);

    // then
    try (NodeProcess mended = NodeProcess.dev(dir.resolve("data"), journeys.folder())) {
      Operator after = mended.awaitReady(dir.resolve("data"));
      assertThat(after.statesOf(EDITED, "before")).hasSize(1);
      assertThat(after.statesOf(EDITED, "goes-on")).hasSize(1);
      assertThat(after.counts(EDITED).waiting()).isEqualTo(1);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** SIGINT is signal 2, and what is ignored stays ignored in children. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/%d/status".formatted(node.pid()));
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(mask.substring("SigIgn:".length()).strip(), 16) & 2) != 0;
  }
}
