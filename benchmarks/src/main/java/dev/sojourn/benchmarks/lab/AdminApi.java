package dev.sojourn.benchmarks.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Client of an engine's operations API. */
public final class AdminApi {

  /** The admin key of every benchmarked engine. */
  static final String KEY = "benchmark-key-that-opens-nothing-else";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  AdminApi(int port) {
    this.port = port;
  }

  public JsonNode get(String path) throws IOException, InterruptedException, BenchmarkException {
    return call("GET", path, null);
  }

  public JsonNode patch(String path, String body)
      throws IOException, InterruptedException, BenchmarkException {
    return call("PATCH", path, body);
  }

  public JsonNode delete(String path) throws IOException, InterruptedException, BenchmarkException {
    return call("DELETE", path, null);
  }

  private JsonNode call(String method, String path, @Nullable String body)
      throws IOException, InterruptedException, BenchmarkException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new BenchmarkException(
          "%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
    return MAPPER.readTree(answer.body());
  }

  /** The number of instances of a journey with a status. */
  public long count(String journey, String status)
      throws IOException, InterruptedException, BenchmarkException {
    return get("/v1/admin/journeys/" + journey).at("/journey/counts/" + status).asLong();
  }
}
