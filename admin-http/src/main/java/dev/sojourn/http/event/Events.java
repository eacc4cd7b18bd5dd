package dev.sojourn.http.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.journeys.event.EventIds;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.EventRow;
import dev.sojourn.topics.event.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stored event routes. The stores know each event's position; its content is read from the log. */
final class Events {

  private static final String NOT_FOUND = "Event not found";

  /** Limit for queries over all persons: a longer range is too much to read during a request. */
  private static final Duration LONGEST_RANGE = Duration.ofHours(24);

  /** Records of a partition read at a time: about what a page needs, and little memory. */
  private static final int CHUNK = 250;

  private final ClusterQueries queries;
  private final EventLog log;
  private final ReverseEventScan sweep;

  Events(ClusterQueries queries, EventLog log) {
    this.queries = queries;
    this.log = log;
    this.sweep = new ReverseEventScan(queries, log, CHUNK);
  }

  private record DetailAnswer(Row event) {}

  /**
   * Page of a time range, without a total, which would require reading the whole range.
   *
   * @param cursor left out on the last page
   */
  private record RangeAnswer(
      List<Row> events,
      int limit,
      int offset,
      boolean hasMore,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cursor) {}

  /**
   * An event; without properties, source and address once retention has removed it from the log.
   */
  private record Row(
      String id,
      String userId,
      String event,
      Map<String, Object> properties,
      Instant occurredAt,
      @Nullable String source,
      @Nullable String userEmail) {

    static Row of(EventRow row, @Nullable EventEnvelope stored) {
      return new Row(
          row.id(),
          row.userId(),
          row.event(),
          stored == null ? Map.of() : stored.properties(),
          row.occurredAt(),
          stored == null ? null : stored.source(),
          stored == null ? null : stored.email());
    }
  }

  /** {@code GET /v1/admin/events}: of one person, or of a time range. */
  void list(ApiRequest request) {
    String userId = request.filter("userId");
    String event = request.filter("event");
    Instant from = request.time("from");
    Instant to = request.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      throw RefusedException.invalid("expected parameter 'from' not to be after 'to'");
    }
    if (userId != null) {
      ofPerson(request, userId, event, from, to);
      return;
    }
    if (from == null || to == null) {
      throw RefusedException.invalid("expected parameter 'userId', or both 'from' and 'to'");
    }
    if (Duration.between(from, to).compareTo(LONGEST_RANGE) > 0) {
      throw RefusedException.invalid(
          "expected at most 24 hours from parameter 'from' to parameter 'to', or a 'userId'");
    }
    ofEverybody(request, new ReverseEventScan.Range(event, from, to));
  }

  private void ofPerson(
      ApiRequest request,
      String userId,
      @Nullable String event,
      @Nullable Instant from,
      @Nullable Instant to) {
    Page page = request.page();
    QueryResult.Events found =
        queries.ofPerson(
            userId, new Query.EventsOfPerson(userId, event, from, to, page.after(), page.reach()));
    PageSlice<EventRow> rows = page.of(found.events(), EventRow::position);
    Map<Place, EventEnvelope> stored = log.read(rows.rows().stream().map(Events::place).toList());
    request.answer(
        200,
        page.answer("events", rows.map(row -> Row.of(row, stored.get(place(row)))), found.total()));
  }

  private void ofEverybody(ApiRequest request, ReverseEventScan.Range range) {
    int limit = request.limit();
    int offset = request.offset();
    String cursor = request.cursor();
    LogCursor after =
        cursor == null
            ? null
            : LogCursor.read(request.list(), cursor, queries.partitions())
                .orElseThrow(() -> ApiRequest.unreadable(cursor));
    ReverseEventScan.Swept swept = sweep.page(range, after, offset, limit);
    LogCursor next = swept.next();
    request.answer(
        200,
        new RangeAnswer(
            swept.events().stream()
                .map(found -> Row.of(found.row(), found.taken().event()))
                .toList(),
            limit,
            offset,
            next != null,
            next == null ? null : next.write(request.list())));
  }

  /** {@code GET /v1/admin/events/{eventId}}. */
  void one(ApiRequest request) {
    EventRow row =
        EventIds.parse(request.path("eventId"))
            .flatMap(queries::event)
            .orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
    Place place = place(row);
    request.answer(200, new DetailAnswer(Row.of(row, log.read(List.of(place)).get(place))));
  }

  private static Place place(EventRow row) {
    return new Place(row.partition(), row.offset());
  }
}
