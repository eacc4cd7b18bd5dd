package dev.sojourn.http.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sojourn.http.error.JsonBody;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.topics.command.Actor;
import dev.sojourn.topics.json.Json;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** API request and its response. Invalid parameters are refused with 400. */
public final class ApiRequest {

  /** Default limit of the body, in bytes. */
  public static final int MAX_BODY = 1024 * 1024;

  public static final String COMMAND_ID = "Sojourn-Command-Id";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int MAX_KEY = 200;
  private static final int DEFAULT_LIMIT = 50;
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Context ctx;
  private final Executor threads;
  private @Nullable Actor caller;
  private @Nullable CompletableFuture<?> later;

  /**
   * Creates a request.
   *
   * @param threads run what remains of a request that waited
   */
  public ApiRequest(Context ctx, Executor threads) {
    this.ctx = ctx;
    this.threads = threads;
  }

  /**
   * Handles a request: answers it, or returns after {@link #answerLater}. It may block for what is
   * read from stores and other nodes, never for the log.
   */
  @FunctionalInterface
  public interface Handler {
    void handle(ApiRequest request);
  }

  /** Records the authenticated caller. */
  public void admit(Actor known) {
    caller = known;
  }

  /**
   * The authenticated caller.
   *
   * @throws IllegalStateException on a route that requires no key
   */
  public Actor caller() {
    if (caller == null) {
      throw new IllegalStateException("expected a route that asks for a key");
    }
    return caller;
  }

  /** The address of the last hop: anybody can forge a forwarding header. */
  public String address() {
    return ctx.ip();
  }

  /** Whether this is a HEAD request, which programs send and people do not. */
  public boolean isHead() {
    return ctx.method().equals(HandlerType.HEAD);
  }

  /** A path parameter, decoded. */
  public String path(String name) {
    return ctx.pathParam(name);
  }

  public @Nullable String header(String name) {
    return ctx.header(name);
  }

  /** A query parameter with a fixed set of values; null when absent, the first when repeated. */
  public @Nullable String choice(String name, Collection<String> allowed) {
    String value = parameter(name);
    if (value != null && !allowed.contains(value)) {
      throw RefusedException.invalid(
          "expected one of %s for parameter '%s', found '%s'"
              .formatted(String.join(", ", allowed), name, value));
    }
    return value;
  }

  /** A query parameter that is not blank, null when absent. */
  public @Nullable String filter(String name) {
    String value = parameter(name);
    if (value != null && value.isBlank()) {
      throw RefusedException.invalid(
          "expected a value for parameter '%s', found none".formatted(name));
    }
    return value;
  }

  /** A query parameter with a time, null when absent. */
  public @Nullable Instant time(String name) {
    String value = parameter(name);
    if (value == null) {
      return null;
    }
    // A plus sign in a query decodes to a space; accept an unescaped "+01:00" all the same.
    return Times.parse(value)
        .or(() -> Times.parse(value.replace(' ', '+')))
        .orElseThrow(
            () ->
                RefusedException.invalid(
                    "expected an ISO-8601 time for parameter '%s', found '%s'"
                        .formatted(name, value)));
  }

  /** The page that {@code limit} and {@code offset} or {@code cursor} ask for. */
  public Page page() {
    String cursor = cursor();
    String list = list();
    return new Page(
        limit(),
        offset(),
        list,
        cursor == null ? null : Cursor.read(list, cursor).orElseThrow(() -> unreadable(cursor)));
  }

  /** Identifies the list and its filters; a cursor of another list is refused. */
  public String list() {
    return RequestIds.list(ctx);
  }

  public int limit() {
    return number("limit", DEFAULT_LIMIT, 1, Page.MAX_LIMIT);
  }

  public int offset() {
    return number("offset", 0, 0, Page.MAX_OFFSET);
  }

  /** The cursor parameter, null to start from the beginning. */
  public @Nullable String cursor() {
    String cursor = parameter("cursor");
    if (cursor != null && offset() != 0) {
      throw RefusedException.invalid("expected parameter 'cursor' or 'offset', found both");
    }
    return cursor;
  }

  /** The refusal of a cursor that was not issued for this list and these filters. */
  public static RefusedException unreadable(String cursor) {
    return RefusedException.invalid(
        "expected the 'cursor' of an earlier answer for parameter 'cursor', found '%s'"
            .formatted(cursor));
  }

  private @Nullable String parameter(String name) {
    String query = ctx.queryString();
    if (query != null && BROKEN_ESCAPE.matcher(query).find()) {
      // Javalin would treat the parameter as absent, and so ignore the filter.
      throw RefusedException.invalid("expected two hex digits after each '%' of the query");
    }
    return ctx.queryParam(name);
  }

  private int number(String name, int otherwise, int min, int max) {
    String text = parameter(name);
    if (text == null) {
      return otherwise;
    }
    int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (value < min || value > max) {
      throw RefusedException.invalid(
          "expected %d to %d for parameter '%s', found '%s'".formatted(min, max, name, text));
    }
    return value;
  }

  /**
   * The body, bound to a request record as {@link BodyBinding} describes.
   *
   * @throws RefusedException when it is malformed, or does not fit the record
   */
  public <T> T body(Class<T> type) {
    return BodyBinding.bind(json(MAX_BODY), type);
  }

  /** As {@link #body}, where the body is optional: without one every field is absent. */
  public <T> T bodyIfAny(Class<T> type) {
    byte[] bytes = Body.bytesIfAny(ctx, MAX_BODY);
    return BodyBinding.bind(
        bytes.length == 0 ? Json.mapper().createObjectNode() : Body.json(bytes, Json.mapper()),
        type);
  }

  /**
   * The body as strict JSON: no duplicate keys, nothing after the end.
   *
   * @param max bytes at most
   */
  public JsonNode json(int max) {
    return json(max, Json.mapper());
  }

  /** The body as parsed by this mapper. */
  public JsonNode json(int max, ObjectMapper mapper) {
    return Body.json(Body.bytes(ctx, max), mapper);
  }

  /**
   * The raw body, for signatures over its bytes.
   *
   * @param max bytes at most
   */
  public byte[] bytes(int max) {
    return Body.bytes(ctx, max);
  }

  /** Parses a body that was read before. */
  public JsonNode json(byte[] body, ObjectMapper mapper) {
    return Body.json(body, mapper);
  }

  /** The idempotency key of the request, empty when it has none. */
  public Optional<String> idempotencyKey() {
    String key = ctx.header(IDEMPOTENCY_KEY);
    if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
      throw RefusedException.invalid(
          "expected 1 to %d characters in the header %s".formatted(MAX_KEY, IDEMPOTENCY_KEY));
    }
    return Optional.ofNullable(key);
  }

  /**
   * The command id of this request, derived from the caller's key, or a new one, and from the
   * request, so that one key on two paths identifies two writes. Every response carries the key,
   * errors included, so that the caller can repeat the write.
   */
  public String commandId() {
    String key = idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
    answerHeader(COMMAND_ID, key);
    return RequestIds.command(ctx, key);
  }

  public void answerHeader(String name, String value) {
    ctx.header(name, value);
  }

  public void answer(int status, Object body) {
    JsonBody.write(ctx, status, body);
  }

  public void answer(int status, String contentType, byte[] body) {
    ctx.status(status).contentType(contentType).result(body);
  }

  /**
   * Answers with the body once it is there, as {@link #answerLater(CompletableFuture, Consumer)}.
   */
  public void answerLater(int status, CompletableFuture<?> body) {
    answerLater(body, known -> answer(status, known));
  }

  /**
   * Answers once the value is there. No thread waits for it; the handler must return without doing
   * anything else. When the future fails, the response is the same as if the handler had thrown the
   * failure.
   *
   * @param value must end at some time, successfully or not
   * @param answer answers, on a thread on which it may block for reads
   * @throws IllegalStateException when the request is to be answered later already
   */
  public <T> void answerLater(CompletableFuture<T> value, Consumer<? super T> answer) {
    if (later != null) {
      throw new IllegalStateException("expected one answer to a request, found another");
    }
    later =
        value.whenCompleteAsync(
            (known, failure) -> {
              if (failure == null) {
                answer.accept(known);
              }
            },
            threads);
  }

  /** What the response waits for; empty when the handler has answered. */
  public Optional<CompletableFuture<?>> later() {
    return Optional.ofNullable(later);
  }

  /** Threads for further steps of a request that waited, on which they may block for reads. */
  public Executor threads() {
    return threads;
  }
}
