package dev.sojourn.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody with the admin key who looks at one node. */
final class Operator {

  private static final int PAGE = 100;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI node;
  private final String key;

  Operator(URI node, String key) {
    this.node = node;
    this.key = key;
  }

  record Reply(int status, Optional<String> retryAfter, JsonNode body) {}

  /** The numbers of a journey. */
  record Counts(long active, long waiting, long completed, long failed, long exited) {
    long all() {
      return active + waiting + completed + failed + exited;
    }
  }

  Reply get(String path) {
    return call("GET", path);
  }

  Reply delete(String path) {
    return call("DELETE", path);
  }

  Reply patch(String path, String json) {
    return call("PATCH", path, HttpRequest.BodyPublishers.ofString(json));
  }

  Reply post(String path, String json) {
    return call("POST", path, HttpRequest.BodyPublishers.ofString(json));
  }

  /** Somebody else at the same node. */
  Operator with(String otherKey) {
    return new Operator(node, otherKey);
  }

  /** What Prometheus reads, which must not wait for anything. */
  String scrape() {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve("/metrics"))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + key)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Any request; one without a body when that is empty. */
  Reply call(String method, String path, String body, String... headers) {
    return call(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  private Reply call(String method, String path) {
    return call(method, path, HttpRequest.BodyPublishers.noBody());
  }

  private Reply call(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, body);
    HttpRequest request = (headers.length == 0 ? builder : builder.headers(headers)).build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("Retry-After"),
          isJson(response) ? Json.mapper().readTree(response.body()) : MissingNode.getInstance());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isJson(HttpResponse<?> response) {
    return response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
  }

  JsonNode read(String path) {
    Reply reply = get(path);
    assertThat(reply.status()).as("%s: %s", path, reply.body()).isEqualTo(200);
    return reply.body();
  }

  boolean isReady() {
    return get("/health/ready").status() == 200;
  }

  Counts counts(String journey) {
    JsonNode counts = read("/v1/admin/journeys/" + journey).path("journey").path("counts");
    return new Counts(
        counts.path("active").asLong(),
        counts.path("waiting").asLong(),
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("exited").asLong());
  }

  JsonNode metrics(String journey) {
    for (JsonNode row : read("/v1/admin/metrics/journeys").path("journeys")) {
      if (row.path("journeyId").asText().equals(journey)) {
        return row;
      }
    }
    throw new AssertionError("expected metrics of " + journey);
  }

  /** How many instances a list says there are. */
  long total(String journey, String status) {
    return read(states(journey) + "?limit=1&status=" + status).path("total").asLong();
  }

  /** Every instance of a journey, page by page. */
  List<JsonNode> allStates(String journey) {
    return all(states(journey), "states");
  }

  List<JsonNode> outbox() {
    return all("/v1/admin/outbox", "messages");
  }

  List<JsonNode> all(String path, String field) {
    List<JsonNode> found = new ArrayList<>();
    JsonNode page;
    String cursor = "";
    do {
      page = read("%s?limit=%d%s".formatted(path, PAGE, cursor));
      page.path(field).forEach(found::add);
      cursor = "&cursor=" + page.path("cursor").asText();
    } while (page.has("cursor"));
    assertThat((long) found.size()).as("total of %s", path).isEqualTo(page.path("total").asLong());
    return found;
  }

  /** The instances of a person in a journey, newest first. */
  List<JsonNode> statesOf(String journey, String person) {
    List<JsonNode> found = new ArrayList<>();
    read(states(journey) + "?userId=" + person).path("states").forEach(found::add);
    return found;
  }

  /** What an instance has done, in order. */
  List<String> actions(String stateId) {
    List<String> actions = new ArrayList<>();
    read("/v1/admin/journey-logs/" + stateId)
        .path("logs")
        .forEach(entry -> actions.add(entry.path("action").asText()));
    return actions;
  }

  private static String states(String journey) {
    return "/v1/admin/journeys/%s/states".formatted(journey);
  }
}
