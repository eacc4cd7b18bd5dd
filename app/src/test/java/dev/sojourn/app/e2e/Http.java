package dev.sojourn.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A caller of the API who knows the admin key. */
final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final String key;

  Http(int port, String key) {
    this.base = "http://127.0.0.1:" + port;
    this.key = key;
  }

  Reply get(String path) {
    return call("GET", path, BodyPublishers.noBody(), request -> request);
  }

  Reply delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody(), request -> request);
  }

  Reply post(String path, String json) {
    return call("POST", path, BodyPublishers.ofString(json), Http::json);
  }

  Reply put(String path, String json) {
    return call("PUT", path, BodyPublishers.ofString(json), Http::json);
  }

  Reply patch(String path, String json) {
    return call("PATCH", path, BodyPublishers.ofString(json), Http::json);
  }

  /** A POST that the caller knows by this key. */
  Reply post(String path, String json, String idempotencyKey) {
    return call(
        "POST",
        path,
        BodyPublishers.ofString(json),
        request -> json(request).header("Idempotency-Key", idempotencyKey));
  }

  /** With the admin key, and nothing else that was not asked for. */
  Reply call(
      String method, String path, BodyPublisher body, UnaryOperator<HttpRequest.Builder> more) {
    return anonymous(
        method,
        path,
        body,
        request -> more.apply(request.header("Authorization", "Bearer " + key)));
  }

  /** Without the admin key. */
  Reply anonymous(
      String method, String path, BodyPublisher body, UnaryOperator<HttpRequest.Builder> more) {
    HttpRequest request =
        more.apply(
                HttpRequest.newBuilder(URI.create(base + path))
                    .method(method, body)
                    .timeout(Duration.ofSeconds(30)))
            .build();
    try {
      return Reply.of(CLIENT.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }
}
