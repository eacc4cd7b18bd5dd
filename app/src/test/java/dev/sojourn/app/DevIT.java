package dev.sojourn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code dev} with a real broker and parts that do nothing. */
@Timeout(120)
final class DevIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private final ExecutorService terminal = Executors.newSingleThreadExecutor();
  private final FakeComponents parts = new FakeComponents();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Future<Integer> whenRun(String... args) {
    CommandLine line = Main.commandLine(new Main.LaunchEnvironment(dir, dir, Map.of()), parts);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return terminal.submit(() -> line.execute(args));
  }

  @AfterEach
  void close() throws InterruptedException {
    terminal.shutdownNow();
    assertThat(terminal.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldStartInOrderSayReadyAndCloseTheOtherWayRound() throws Exception {
    // given
    Path journeys = Files.createDirectories(dir.resolve("examples/journeys"));
    Files.writeString(
        journeys.resolve("a.yaml"),
        "id: a\ntrigger: {event: e}\nsteps: [{id: done, type: complete}]\n");

    // when
    Future<Integer> running = whenRun("dev", "--port", "0", "--kafka-port", "0");
    await().atMost(Duration.ofSeconds(60)).until(() -> out.toString().contains("ready "));
    terminal.shutdownNow();
    await().atMost(Duration.ofSeconds(60)).until(running::isDone);

    // then
    assertThat(parts.story)
        .containsExactly(
            "engine",
            "delivery",
            "HTTP",
            "published a",
            "HTTP closed",
            "delivery closed",
            "engine closed");
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(lines.size() - 1)).matches("ready http://127\\.0\\.0\\.1:\\d+");
    String key = Files.readString(dir.resolve(".sojourn/admin-key")).strip();
    assertThat(out.toString()).contains(key, "curl ");
    assertThat(dir.resolve(".sojourn/sojourn.log")).isNotEmptyFile();
  }

  @Test
  void shouldCloseWhatHadStartedWhenAPartCannotStart() throws Exception {
    // given
    parts.failingHttp();

    // when
    int status = whenRun("dev", "--port", "0", "--kafka-port", "0").get(60, TimeUnit.SECONDS);

    // then
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("sojourn: no HTTP today" + System.lineSeparator());
    assertThat(parts.story)
        .containsExactly("engine", "delivery", "delivery closed", "engine closed");
  }

  @Test
  void shouldSayWhichCountIsFixedWhenPartitionsDiffer() throws Exception {
    // given
    parts.failingHttp();
    whenRun("dev", "--port", "0", "--kafka-port", "0").get(60, TimeUnit.SECONDS);
    err.getBuffer().setLength(0);

    // when
    int status =
        whenRun("dev", "--port", "0", "--kafka-port", "0", "--partitions", "8")
            .get(60, TimeUnit.SECONDS);

    // then
    assertThat(status).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "sojourn: the topics of prefix 'sojourn' have 4 partitions, which is fixed, and key"
                + " 'partitions' is 8: set it to 4")
        .hasLineCount(1);
  }
}
