package dev.sojourn.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {

  private static final int PENDING = 2;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  /** The callbacks of the requests that wait, in order. */
  private final LinkedBlockingQueue<Callback> waiting = new LinkedBlockingQueue<>();

  /** Leaves requests to {@code /wait} without a response, and names its thread to others. */
  private final class Waiting extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (request.getAttribute(RequestThreads.REFUSED) != null) {
        response.setStatus(503);
        callback.succeeded();
      } else if (Request.getPathInContext(request).equals("/wait")) {
        waiting.add(callback);
      } else {
        response.write(
            true, StandardCharsets.UTF_8.encode(Thread.currentThread().getName()), callback);
      }
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    RequestThreads threads = new RequestThreads(Set.of("/now"), 2, PENDING);
    threads.setHandler(new Waiting());
    server.setHandler(threads);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(connector.getLocalPort(), path));
    return client.sendAsync(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  private Callback nextWaiting() throws InterruptedException {
    Callback next = waiting.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("expected a request that waits, found none");
    }
    return next;
  }

  /** A place is free once Jetty has finished with a request, shortly after the client has it. */
  private void assertFree() {
    assertThat(
            Stream.generate(() -> get("/later").join().statusCode())
                .limit(1_000)
                .anyMatch(status -> status == 200))
        .as("a place is free")
        .isTrue();
  }

  @Test
  void shouldRunAHandlerThatCannotWaitOnAThreadOfTheConnection() {
    assertThat(get("/later").join().body()).startsWith("sojourn-http-");
    assertThat(get("/now").join().body()).doesNotStartWith("sojourn-http-");
    assertThat(get("/now?a=b").join().body()).doesNotStartWith("sojourn-http-");
    assertThat(get("/now/").join().body()).startsWith("sojourn-http-");
  }

  @Test
  void shouldRefuseMoreThanMayBePendingAndNoneThatCannotWait() throws Exception {
    // given
    CompletableFuture<HttpResponse<String>> first = get("/wait");
    CompletableFuture<HttpResponse<String>> second = get("/wait");
    Callback one = nextWaiting();
    Callback other = nextWaiting();

    // then
    assertThat(get("/later").join().statusCode()).isEqualTo(503);
    assertThat(get("/now").join().statusCode()).isEqualTo(200);

    // when
    one.succeeded();
    other.succeeded();

    // then
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(second.join().statusCode()).isEqualTo(200);
    assertFree();
  }

  @Test
  void shouldGiveThePlaceOfAClientThatWentAwayToAnother() throws Exception {
    for (int i = 0; i < 3 * PENDING; i++) {
      // when
      Callback callback;
      try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
        gone.getOutputStream()
            .write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        callback = nextWaiting();
      }
      callback.succeeded();

      // then
      assertFree();
    }
  }

  @Test
  void shouldGiveThePlaceOfAFailedRequestToAnother() throws Exception {
    for (int i = 0; i < 3 * PENDING; i++) {
      CompletableFuture<HttpResponse<String>> failed = get("/wait");
      nextWaiting().failed(new IllegalStateException("broken"));
      assertThat(failed.join().statusCode()).isEqualTo(500);

      assertFree();
    }
  }
}
