package dev.sojourn.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start that cannot be: one line that says why, a failure as exit status, and no hanging. */
@Timeout(180)
final class RefusedStartIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @TempDir Path dir;

  private JourneyFiles journeys;
  private Path data;

  @BeforeEach
  void givenJourneys() {
    data = dir.resolve("data");
    journeys =
        new JourneyFiles(dir.resolve("journeys"))
            .journey("good", "trigger: { event: e }\nsteps: [{ id: end, type: complete }]\n");
  }

  private NodeProcess dev(String... ports) {
    return NodeProcess.dev(data, journeys.folder(), ports);
  }

  @Test
  void shouldNameThePortWhenHttpCannotListen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      try (NodeProcess node = dev("--port", port, "--kafka-port", "0")) {
        thenOneLine(node).contains("port " + port, "in use");
      }
    }
  }

  @Test
  void shouldNameThePortWhenKafkaCannotListen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      try (NodeProcess node = dev("--port", "0", "--kafka-port", port)) {
        thenOneLine(node).contains("port " + port, "in use");
      }
    }
  }

  @Test
  void shouldNameTheFileWhenTheBrokersIdentityIsGarbage() throws Exception {
    write(data.resolve("kafka/meta.properties"), "\u0000\u0001 what is this\n");
    try (NodeProcess node = dev()) {
      thenOneLine(node).contains(data.resolve("kafka").toString(), "meta.properties");
    }
  }

  @Test
  void shouldNameTheFileWhenTheNodesIdentityIsGarbage() throws Exception {
    write(data.resolve("state/node-id"), "not an id at all\n");
    try (NodeProcess node = dev()) {
      thenOneLine(node).contains("node-id", "not an id at all");
    }
  }

  @Test
  void shouldNameTheJourneyFileWhenItIsBad() {
    journeys.file("bad.yaml", "id: bad\ntrigger: { event: e }\nsteps: [{ id: a, type: slep }]\n");
    try (NodeProcess node = dev()) {
      thenOneLine(node).contains("bad.yaml", "slep");
    }
  }

  @Test
  void shouldNameTheVariableWhenServeHasNoAdminKey() {
    try (NodeProcess node =
        NodeProcess.start(dir, Map.of(), "serve", "--bootstrap-servers", "127.0.0.1:1")) {
      thenOneLine(node).contains("ADMIN_API_KEY");
    }
  }

  private static AbstractStringAssert<?> thenOneLine(NodeProcess node) {
    assertThat(node.awaitExit(BOUND)).isEqualTo(1);
    assertThat(node.out())
        .as("what it was doing, and nothing that looks like success")
        .allMatch(line -> line.startsWith("starting Kafka"));
    assertThat(node.err()).hasSize(1);
    return assertThat(node.err().get(0)).startsWith("sojourn: ");
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
