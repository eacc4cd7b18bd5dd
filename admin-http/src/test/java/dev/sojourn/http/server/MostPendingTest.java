package dev.sojourn.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.http.FakePreview;
import dev.sojourn.http.Given;
import dev.sojourn.http.TestCluster;
import dev.sojourn.http.TestLog;
import dev.sojourn.http.TestLogReader;
import dev.sojourn.http.TestNode;
import dev.sojourn.topics.result.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server on which one request may be without a response. */
class MostPendingTest {

  private static final String JOURNEY = "/v1/admin/journeys/activation-welcome";

  private final HttpClient client = HttpClient.newHttpClient();
  private final PendingCommands commands = new PendingCommands();
  private final TestCluster cluster = new TestCluster();
  private final HttpServer server = start(cluster, commands);

  private static HttpServer start(TestCluster cluster, PendingCommands commands) {
    cluster.publish(Given.WELCOME);
    TestLogReader reader = new TestLogReader(cluster);
    return HttpServer.start(
        new HttpSettings("127.0.0.1", 0, "key", null, false, 0, InstantSource.fixed(Given.NOW)),
        new TestNode(cluster),
        cluster.meterRegistry(),
        new TestLog(cluster),
        commands,
        reader,
        reader,
        new FakePreview(),
        () -> true,
        1);
  }

  @AfterEach
  void stop() {
    server.close();
    cluster.close();
  }

  private CompletableFuture<HttpResponse<String>> call(String method, String path, String body) {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    return client.sendAsync(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer key")
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void shouldAskAnotherRequestToComeAgainAndStillBeLive() throws Exception {
    // given
    CompletableFuture<HttpResponse<String>> first = call("PATCH", JOURNEY, "{\"enabled\":true}");
    CompletableFuture<Result> command = commands.next();

    // when
    HttpResponse<String> refused = call("GET", JOURNEY, "").join();

    // then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("{\"error\":\"too many requests wait for an answer\"}\n");
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(call("GET", "/health/live", "").join().statusCode()).isEqualTo(200);

    PendingCommands.complete(command);
    assertThat(first.join().statusCode()).isEqualTo(200);
  }
}
