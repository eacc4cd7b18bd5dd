package dev.sojourn.delivery.http;

import dev.sojourn.delivery.provider.DeliveryResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client for outbound calls. It follows no redirects and enforces a deadline on the whole
 * call, however slowly the response arrives. Safe for any number of threads; calls do not wait for
 * each other.
 */
final class OutboundHttp {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Bytes kept of a response body; the rest is read and discarded. */
  private static final int KEPT_BYTES = 16 * 1024;

  private final String server;
  private final Duration deadline;
  private final HttpClient client;

  /**
   * HTTP response.
   *
   * @param body the beginning of the body
   */
  record Answer(int status, HttpHeaders headers, String body) {

    boolean isGood() {
      return status / 100 == 2;
    }

    /** Whether the status is transient, so that a retry may succeed. */
    boolean mayPass() {
      return status == 408 || status == 425 || status == 429 || status >= 500;
    }
  }

  /**
   * Creates a client.
   *
   * @param server the server's name in error messages, such as {@code Webhook}
   * @param deadline from the first byte sent to the last byte read
   */
  OutboundHttp(String server, Duration deadline) {
    this.server = server;
    this.deadline = deadline;
    // A redirect would take the person's data to a server that the author did not name.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Calls the server. The future never completes exceptionally. */
  CompletableFuture<DeliveryResult> call(
      HttpRequest request, Function<Answer, DeliveryResult> meaning) {
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(request, answer -> beginning());
    // The client's own timeout covers only the headers, and a body can be endless.
    return asked
        .copy()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) -> {
              asked.cancel(true);
              return response == null
                  ? unanswered(failure)
                  : meaning.apply(
                      new Answer(response.statusCode(), response.headers(), response.body()));
            });
  }

  /** Waits for the result of {@link #call}; an interrupt ends the wait. */
  static DeliveryResult await(CompletableFuture<DeliveryResult> called) {
    try {
      return called.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DeliveryResult.TransientFailure("The answer was not waited for", null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected a call to end in an outcome", e);
    }
  }

  private static BodySubscriber<String> beginning() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    return BodySubscribers.mapping(
        BodySubscribers.ofByteArrayConsumer(
            more ->
                more.ifPresent(
                    bytes ->
                        kept.write(bytes, 0, Math.min(bytes.length, KEPT_BYTES - kept.size())))),
        end -> kept.toString(StandardCharsets.UTF_8));
  }

  private DeliveryResult unanswered(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return new DeliveryResult.TransientFailure(
          "%s did not answer within %d ms".formatted(server, deadline.toMillis()), null);
    }
    // Only the exception's class: the message may quote the URL, which can contain secrets.
    String kind = cause == null ? "nothing" : cause.getClass().getSimpleName();
    String error = "%s could not be reached: %s".formatted(server, kind);
    if (cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException) {
      return new DeliveryResult.Unavailable(error, null);
    }
    return cause instanceof IOException
        ? new DeliveryResult.TransientFailure(error, null)
        : new DeliveryResult.TransientFailure(
            "%s could not be called: %s".formatted(server, kind), null);
  }
}
