package dev.sojourn.http.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.sojourn.http.error.UnavailableException;
import dev.sojourn.http.kafka.Futures;
import dev.sojourn.processor.query.PartitionOwners.Owner;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** HTTP client that queries the partitions of other nodes. Thread-safe. */
public final class RemoteQueries {

  /** The path on which a node answers other nodes. */
  public static final String PATH = "/internal/query";

  /**
   * Header of a query from another node: the receiver answers from its own partitions or not at
   * all.
   */
  public static final String HOP = "Sojourn-Hop";

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final String adminKey;

  /**
   * Creates the client.
   *
   * @param adminKey the same on all nodes
   */
  public RemoteQueries(String adminKey) {
    this.adminKey = adminKey;
  }

  /** Queries a node; the future fails with {@link UnavailableException} within five seconds. */
  <A> CompletableFuture<List<A>> ask(Owner owner, Query<A> query, List<Integer> partitions) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://%s:%d%s".formatted(authority(owner.host()), owner.port(), PATH)))
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + adminKey)
            .header("Content-Type", "application/json")
            .header(HOP, "1")
            .POST(BodyPublishers.ofByteArray(Json.bytes(new NodeQuery(partitions, query))))
            .build();
    return http.sendAsync(request, BodyHandlers.ofByteArray())
        // The request timeout ends with the headers; a body that never ends needs a timeout too.
        .orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(response -> answers(response, owner, query, partitions.size()))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(failure, owner)));
  }

  /** Waits for the results, or throws the error meant for the caller. */
  static <A> List<A> await(CompletableFuture<List<A>> answers) {
    return Futures.on(answers);
  }

  private static <A> List<A> answers(
      HttpResponse<byte[]> response, Owner owner, Query<A> query, int expected) {
    if (response.statusCode() != 200) {
      throw new UnavailableException(
          "node %s:%d answered with status %d"
              .formatted(owner.host(), owner.port(), response.statusCode()));
    }
    // During a rolling upgrade a newer node may send fields that this one does not know.
    ObjectReader reader =
        Json.mapper()
            .readerFor(query.answerType())
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    List<A> answers = new ArrayList<>();
    try {
      for (JsonNode answer : Json.mapper().readTree(response.body()).path("answers")) {
        answers.add(reader.readValue(answer));
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "node %s:%d answered what cannot be read".formatted(owner.host(), owner.port()), e);
    }
    if (answers.size() != expected) {
      throw new UnavailableException(
          "expected %d answers of node %s:%d, found %d"
              .formatted(expected, owner.host(), owner.port(), answers.size()));
    }
    return answers;
  }

  private static Throwable told(Throwable failure, Owner owner) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof UnavailableException
        ? cause
        : new UnavailableException(
            "node %s:%d does not answer".formatted(owner.host(), owner.port()), cause);
  }

  private static String authority(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
