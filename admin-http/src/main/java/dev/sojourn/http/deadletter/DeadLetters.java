package dev.sojourn.http.deadletter;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.DeadLetterLog;
import dev.sojourn.http.kafka.DeadLetterLog.Letter;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.DeadLetterView;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.command.Command.RetryDeadLetter.Original;
import dev.sojourn.topics.result.Answer.DeadLetterChanged;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dead letter routes. The stores hold the status of each; its bytes are read from the log. */
final class DeadLetters {

  static final String NOT_FOUND = "Dead letter not found";
  private static final String JOURNEY = "journey";
  private static final List<String> SOURCES = List.of(JOURNEY, "delivery", "ingest");
  private static final List<String> STATUSES = List.of("pending", "retried", "discarded");

  /** Bytes of each record that a list shows. */
  private static final int HEAD = 4 * 1024;

  private static final Pattern ID = Pattern.compile("(\\d{1,4})-(\\d{1,18})");

  private final ClusterQueries queries;
  private final Commands commands;
  private final DeadLetterLog log;

  DeadLetters(ClusterQueries queries, Commands commands, DeadLetterLog log) {
    this.queries = queries;
    this.commands = commands;
    this.log = log;
  }

  private record DetailAnswer(Row entry) {}

  /** A dead letter; without a payload once retention has removed it from the log. */
  private record Row(
      String id,
      String source,
      @Nullable String sourceId,
      String reason,
      @Nullable String error,
      @Nullable String payload,
      String status,
      int retryCount,
      @Nullable Instant retriedAt,
      Instant createdAt) {

    static Row of(DeadLetterView view, @Nullable Letter letter) {
      return new Row(
          view.id(),
          view.source(),
          view.sourceId(),
          view.reason(),
          view.error(),
          letter == null
              ? null
              : Payload.text(letter.value(), letter.value().length == letter.length()),
          view.status(),
          view.retryCount(),
          view.retriedAt(),
          view.createdAt());
    }
  }

  /** {@code GET /v1/admin/dlq}. */
  void list(ApiRequest request) {
    Page page = request.page();
    String source = request.choice("source", SOURCES);
    String status = request.choice("status", STATUSES);
    List<QueryResult.DeadLetters> parts =
        queries.all(new Query.DeadLetters(source, status, page.after(), page.reach()));
    PageSlice<DeadLetterView> shown =
        page.merge(
            parts.stream().map(QueryResult.DeadLetters::entries).toList(),
            DeadLetterView::position);
    Map<Place, Letter> letters =
        log.read(shown.rows().stream().map(DeadLetters::place).toList(), HEAD);
    long total = parts.stream().mapToLong(QueryResult.DeadLetters::total).sum();
    PageSlice<Row> rows = shown.map(view -> Row.of(view, letters.get(place(view))));
    request.answer(200, page.answer("entries", rows, total));
  }

  /** {@code GET /v1/admin/dlq/{id}}: with the complete payload. */
  void detail(ApiRequest request) {
    DeadLetterView view = find(request);
    request.answer(200, new DetailAnswer(Row.of(view, whole(view).orElse(null))));
  }

  /**
   * {@code POST /v1/admin/dlq/{id}/retry}. The engine checks that the dead letter is pending: a
   * repeated retry must get the first response.
   */
  void retry(ApiRequest request) {
    DeadLetterView view = find(request);
    Original original = view.source().equals(JOURNEY) ? null : original(view);
    request.answerLater(
        200,
        run(
            request,
            new Command.RetryDeadLetter(
                view.partition(), view.offset(), request.caller().name(), original)));
  }

  /** {@code DELETE /v1/admin/dlq/{id}}. */
  void discard(ApiRequest request) {
    DeadLetterView view = find(request);
    request.answerLater(
        200,
        run(
            request,
            new Command.DiscardDeadLetter(
                view.partition(), view.offset(), request.caller().name())));
  }

  /** The response is the new status, which is true. */
  private CompletableFuture<Map<String, Boolean>> run(ApiRequest request, Command command) {
    return commands
        .run(request, command, DeadLetterChanged.class)
        .thenApply(changed -> Map.of(changed.status(), true));
  }

  private Original original(DeadLetterView view) {
    Letter letter =
        whole(view)
            .orElseThrow(() -> new RefusedException(409, "The record is no longer in the log"));
    if (letter.cut()) {
      throw new RefusedException(
          409, "The record was too large to be kept whole: its producer has to send it again");
    }
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] key = letter.key();
    return new Original(
        key == null ? null : base64.encodeToString(key), base64.encodeToString(letter.value()));
  }

  private Optional<Letter> whole(DeadLetterView view) {
    Place place = place(view);
    return Optional.ofNullable(log.read(List.of(place), Integer.MAX_VALUE).get(place));
  }

  private DeadLetterView find(ApiRequest request) {
    Matcher id = ID.matcher(request.path("id"));
    if (!id.matches() || Integer.parseInt(id.group(1)) >= queries.partitions()) {
      throw RefusedException.notFound(NOT_FOUND);
    }
    long offset = Long.parseLong(id.group(2));
    DeadLetterView found =
        queries.one(new Query.DeadLetter(offset), Integer.parseInt(id.group(1))).entry();
    // Ids with leading zeros are rejected, so that each dead letter has exactly one id.
    if (found == null || !found.id().equals(request.path("id"))) {
      throw RefusedException.notFound(NOT_FOUND);
    }
    return found;
  }

  private static Place place(DeadLetterView view) {
    return new Place(view.partition(), view.offset());
  }
}
