package dev.sojourn.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sojourn.http.kafka.CommandGateway;
import dev.sojourn.http.server.HttpServer;
import dev.sojourn.http.server.HttpSettings;
import dev.sojourn.http.webhook.EmailKeys;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A real server over the real topology, and a client that talks to it. */
public final class TestServer implements AutoCloseable {

  public static final String KEY = "test-admin-key";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public final TestCluster cluster;
  public final TestNode engine;
  public final TestLog log;
  public final TestLogReader reader;
  private final boolean ownsCluster;
  private final HttpServer server;

  private TestServer(
      TestCluster cluster,
      boolean ownsCluster,
      Options options,
      @Nullable CommandGateway commands) {
    this.cluster = cluster;
    this.ownsCluster = ownsCluster;
    this.engine = new TestNode(cluster);
    this.log = new TestLog(cluster);
    this.reader = new TestLogReader(cluster);
    this.server =
        HttpServer.start(
            new HttpSettings(
                "127.0.0.1",
                0,
                KEY,
                options.posthogSecret(),
                options.dev(),
                options.perSecond(),
                cluster::now,
                options.mail()),
            engine,
            cluster.meterRegistry(),
            log,
            commands == null ? log : commands,
            reader,
            reader,
            new FakePreview(),
            options.ready());
  }

  /** What differs between servers. */
  private record Options(
      @Nullable String posthogSecret,
      boolean dev,
      int perSecond,
      EmailKeys mail,
      BooleanSupplier ready) {}

  private static TestServer start(Options options) {
    return new TestServer(new TestCluster(), true, options, null);
  }

  public static TestServer start() {
    return start(null, true, () -> true);
  }

  public static TestServer start(
      @Nullable String posthogSecret, boolean dev, BooleanSupplier ready) {
    return start(new Options(posthogSecret, dev, 0, EmailKeys.NONE, ready));
  }

  /** A server that lets each key call so often in a second. */
  public static TestServer limited(int perSecond) {
    return start(new Options(null, false, perSecond, EmailKeys.NONE, () -> true));
  }

  /** A server to which mails come back. */
  public static TestServer withMail(EmailKeys keys) {
    return start(new Options(null, false, 0, keys, () -> true));
  }

  /** A server whose commands go here, and not to its log. */
  public static TestServer withCommands(CommandGateway commands) {
    Options options = new Options(null, false, 0, EmailKeys.NONE, () -> true);
    return new TestServer(new TestCluster(), true, options, commands);
  }

  /** Another node of the same cluster. */
  public TestServer another() {
    Options options = new Options(null, true, 0, EmailKeys.NONE, () -> true);
    return new TestServer(cluster, false, options, null);
  }

  public int port() {
    return server.port();
  }

  /**
   * What came back.
   *
   * @param raw the body with the newline that ends it
   */
  public record Reply(int status, String raw, java.net.http.HttpHeaders headers) {

    /** The body without the newline that ends it. */
    public String text() {
      return raw.endsWith("\n") ? raw.substring(0, raw.length() - 1) : raw;
    }

    public JsonNode json() {
      try {
        return Json.mapper().readTree(raw);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("expected JSON, found " + raw, e);
      }
    }

    public String error() {
      return json().path("error").asText();
    }

    public String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** A request with the admin key and, when it has a body, JSON's content type. */
  public Reply call(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        request(method, path, body).header("Authorization", "Bearer " + KEY);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** The same without waiting for the reply. */
  public CompletableFuture<Reply> begin(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        request(method, path, body)
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json");
    return CLIENT
        .sendAsync(request.build(), BodyHandlers.ofString())
        .thenApply(
            response -> new Reply(response.statusCode(), response.body(), response.headers()));
  }

  public Reply get(String path) {
    return call("GET", path, null);
  }

  public Reply post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  /** A request with nothing added. */
  public Reply bare(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request = request(method, path, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  private HttpRequest.Builder request(String method, String path, @Nullable String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port(), path)))
        .timeout(Duration.ofSeconds(20))
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    if (ownsCluster) {
      cluster.close();
    }
  }
}
