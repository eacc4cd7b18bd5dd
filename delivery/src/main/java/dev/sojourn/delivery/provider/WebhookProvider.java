package dev.sojourn.delivery.provider;

import dev.sojourn.topics.action.SendAction;
import dev.sojourn.topics.json.PlainJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts to the servers that journeys name. Safe for any number of threads; calls do not wait for
 * each other.
 */
public final class WebhookProvider {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** From the first byte we send to the last that we read. */
  private static final Duration WHOLE = Duration.ofSeconds(10);

  /** What a server means to answer differently another time; and all of 500 and above. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final HttpClient client;
  private final Duration deadline;
  private final InstantSource clock;

  public WebhookProvider(InstantSource clock) {
    this(clock, WHOLE);
  }

  WebhookProvider(InstantSource clock, Duration deadline) {
    this.clock = clock;
    this.deadline = deadline;
    // A redirect would take the person's data to a server that the author did not name.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Calls; what comes of it is never an exception. */
  public CompletableFuture<Delivered> call(SendAction action, SendAction.Call call) {
    HttpRequest request;
    try {
      request = request(action, call);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          new Delivered.Rejected("Webhook cannot be called: " + e.getMessage()));
    }
    CompletableFuture<HttpResponse<Void>> asked =
        client.sendAsync(request, BodyHandlers.discarding());
    // The client's own timeout ends with the headers, and a body can be endless.
    return asked
        .copy()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) -> {
              asked.cancel(true);
              return response == null ? unanswered(failure) : answered(response);
            });
  }

  private static HttpRequest request(SendAction action, SendAction.Call call) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(action.to()));
    call.headers().forEach(request::setHeader);
    return request
        .setHeader("Content-Type", "application/json")
        .setHeader("Idempotency-Key", action.sendId().toString())
        .POST(BodyPublishers.ofByteArray(PlainJson.bytes(body(action, call))))
        .build();
  }

  private static Map<String, Object> body(SendAction action, SendAction.Call call) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("id", action.userId());
    user.put("email", call.email());
    Map<String, Object> journey = new LinkedHashMap<>();
    journey.put("id", action.journeyId());
    journey.put("name", action.journeyName());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", action.event());
    event.put("properties", action.context());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", action.sendId().toString());
    body.put("journey", journey);
    body.put("step", action.sendId().step());
    body.put("user", user);
    body.put("event", event);
    body.put("contact", action.contact());
    body.put("data", call.data());
    return body;
  }

  private Delivered answered(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Delivered.Sent();
    }
    String error = "Webhook answered " + status;
    return PASSING.contains(status) || status >= 500
        ? new Delivered.TryAgain(
            error, response.headers().firstValue("Retry-After").map(this::pause).orElse(null))
        : new Delivered.Rejected(error);
  }

  /** Seconds or a date (RFC 9110, 10.2.3); what is neither says nothing. */
  private @Nullable Duration pause(String retryAfter) {
    String text = retryAfter.trim();
    try {
      if (text.matches("[0-9]{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(text));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration until = Duration.between(clock.instant(), at);
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Delivered unanswered(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return new Delivered.TryAgain(
          "Webhook did not answer within %d ms".formatted(deadline.toMillis()), null);
    }
    // The kind alone: a message may quote the address, in which secrets do stand.
    String kind = cause == null ? "nothing" : cause.getClass().getSimpleName();
    return cause instanceof IOException
        ? new Delivered.TryAgain("Webhook could not be reached: " + kind, null)
        : new Delivered.TryAgain("Webhook could not be called: " + kind, null);
  }
}
