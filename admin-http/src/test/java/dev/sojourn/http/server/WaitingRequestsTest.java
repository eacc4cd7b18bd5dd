package dev.sojourn.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.Given;
import dev.sojourn.http.TestServer;
import dev.sojourn.http.TestServer.Reply;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.command.CommandRejection;
import dev.sojourn.processor.registry.RegistryRejection;
import dev.sojourn.topics.result.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait, for the log without a thread or for a read with one, and what others see. */
class WaitingRequestsTest {

  private static final String JOURNEY = "/v1/admin/journeys/activation-welcome";
  private static final String ENABLE = "{\"enabled\":true}";
  private static final int REQUESTS = 300;

  /** As often as an impatient orchestrator asks while the others wait. */
  private static final int PROBES = 500;

  private final PendingCommands commands = new PendingCommands();
  private final TestServer server = TestServer.withCommands(commands);
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void givenAJourney() {
    server.cluster.publish(Given.WELCOME);
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.close();
  }

  private List<CompletableFuture<Reply>> begin(String method, String path, String body) {
    return Stream.generate(() -> server.begin(method, path, body)).limit(REQUESTS).toList();
  }

  private static List<Reply> all(List<CompletableFuture<Reply>> replies) {
    return replies.stream().map(CompletableFuture::join).toList();
  }

  private void assertLive(String state) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      long start = System.nanoTime();
      assertThat(server.bare("GET", "/health/live", null).status()).isEqualTo(200);
      nanos.add(System.nanoTime() - start);
    }
    assertThat(server.bare("GET", "/health/ready", null).status()).isEqualTo(200);
    List<Long> sorted = nanos.stream().sorted().toList();
    // For a person to read, not asserted: on a busy machine a time limit would fail for no reason.
    System.out.printf(
        "GET /health/live while %s: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
        state,
        sorted.get(PROBES / 2) / 1e6,
        sorted.get(PROBES * 99 / 100) / 1e6,
        sorted.get(PROBES - 1) / 1e6);
  }

  @Test
  void shouldAnswerOthersWhileCommandsWaitForTheirResults() throws Exception {
    // given
    assertThat(REQUESTS).isGreaterThan(RequestThreads.THREADS);
    List<CompletableFuture<Reply>> replies = begin("PATCH", JOURNEY, ENABLE);

    // when
    List<CompletableFuture<Result>> pending = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      pending.add(commands.next());
    }

    // then
    assertThat(replies).as("all wait at once").noneMatch(CompletableFuture::isDone);
    assertLive("300 commands wait");
    assertThat(server.get(JOURNEY).status()).isEqualTo(200);

    pending.forEach(PendingCommands::complete);
    assertThat(all(replies)).allMatch(reply -> reply.status() == 200);
  }

  @Test
  void shouldLiveWhileEveryThreadIsBlocked() throws Exception {
    // given
    CountDownLatch blocked = new CountDownLatch(RequestThreads.THREADS);
    server.engine.beforeAnswer =
        () -> {
          blocked.countDown();
          await(released);
        };

    // when
    List<CompletableFuture<Reply>> replies = begin("GET", "/v1/admin/metrics/overview", "");

    // then
    assertThat(blocked.await(30, TimeUnit.SECONDS)).as("every thread is blocked").isTrue();
    assertLive("every thread is blocked");
    assertThat(replies).noneMatch(CompletableFuture::isDone);

    released.countDown();
    assertThat(all(replies)).allMatch(reply -> reply.status() == 200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldAnswerAFailureThatComesLaterAsOneThatIsThrown() throws Exception {
    // when
    List<CompletableFuture<Reply>> replies =
        IntStream.range(0, 4).mapToObj(i -> server.begin("PATCH", JOURNEY, ENABLE)).toList();
    commands.next().completeExceptionally(new UnavailableException("no answer in time"));
    commands.next().completeExceptionally(new IOException("secret detail"));
    commands.next().complete(Result.rejected(0, Rejection.of(RegistryRejection.JOURNEY_NOT_FOUND)));
    commands
        .next()
        .complete(
            Result.rejected(
                0, Rejection.of(CommandRejection.ENGINE_ERROR, Map.of("cause", "secret detail"))));

    // then
    List<Reply> all = all(replies);
    assertThat(all.stream().map(reply -> reply.status() + " " + reply.error()))
        .containsExactlyInAnyOrder(
            "503 no answer in time",
            "503 the log does not answer",
            "404 Journey not found",
            "500 Internal server error");
    assertThat(all)
        .allSatisfy(
            reply -> {
              assertThat(reply.header("Sojourn-Command-Id")).isNotEmpty();
              assertThat(reply.header("Content-Type")).startsWith("application/json");
              assertThat(reply.header("Retry-After")).isEqualTo(reply.status() == 503 ? "1" : "");
            });
  }

  @Test
  void shouldCountARequestOnceWithTheTimeItHasWaited() throws Exception {
    // given
    CompletableFuture<Reply> reply = server.begin("PATCH", JOURNEY, ENABLE);
    CompletableFuture<Result> command = commands.next();
    long start = System.nanoTime();
    assertThat(server.get(JOURNEY).status()).isEqualTo(200);

    // when
    double waited = (System.nanoTime() - start) / 1e9;
    PendingCommands.complete(command);
    assertThat(reply.join().status()).isEqualTo(200);

    // then
    String labels = "{method=\"PATCH\",route=\"/v1/admin/journeys/{id}\",status=\"2xx\"} ";
    String name = "sojourn_http_request_duration_seconds";
    List<String> metrics = server.get("/metrics").text().lines().toList();
    assertThat(metrics).contains(name + "_count" + labels + "1");
    assertThat(metrics)
        .filteredOn(line -> line.startsWith(name + "_sum" + labels))
        .singleElement()
        // Milliseconds are floats on their way to the histogram.
        .satisfies(
            line ->
                assertThat(Double.parseDouble(line.substring((name + "_sum" + labels).length())))
                    .isGreaterThan(waited * 0.999));
  }

  @Test
  void shouldOutliveAClientThatGoesAway() throws Exception {
    // given
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client
          .getOutputStream()
          .write(
              ("PATCH %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n"
                      + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                  .formatted(JOURNEY, TestServer.KEY, ENABLE.length(), ENABLE)
                  .getBytes(StandardCharsets.US_ASCII));
    }

    // when
    PendingCommands.complete(commands.next());

    // then
    CompletableFuture<Reply> next = server.begin("PATCH", JOURNEY, ENABLE);
    PendingCommands.complete(commands.next());
    assertThat(next.join().status()).isEqualTo(200);
  }
}
