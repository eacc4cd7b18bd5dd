package dev.sojourn.http.contact;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.kafka.EventGateway.Place;
import dev.sojourn.http.kafka.EventLog;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.TimelineView;
import dev.sojourn.topics.event.EventEnvelope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Timeline route: a person's events, decisions, transitions and sends in one list. */
final class ContactTimeline {

  private static final List<String> TYPES = List.of("event", "decision", "transition", "send");

  private final ClusterQueries queries;
  private final EventLog log;

  ContactTimeline(ClusterQueries queries, EventLog log) {
    this.queries = queries;
    this.log = log;
  }

  private record Row(String type, Instant timestamp, Map<String, Object> data) {}

  /** {@code GET /v1/admin/contacts/{id}/timeline}. */
  void list(ApiRequest request) {
    Page page = request.page();
    String userId = Contacts.userId(request);
    String type = request.choice("type", TYPES);
    QueryResult.Timeline found =
        queries.ofPerson(userId, new Query.TimelineOf(userId, type, page.after(), page.reach()));
    PageSlice<TimelineView> shown = page.of(found.entries(), TimelineView::position);
    Map<Place, EventEnvelope> stored =
        log.read(shown.rows().stream().flatMap(view -> place(view).stream()).toList());
    PageSlice<Row> rows = shown.map(view -> row(view, place(view).map(stored::get).orElse(null)));
    request.answer(200, page.answer("timeline", rows, found.total()));
  }

  /** Once retention has removed an event from the log, only what the stores keep of it is shown. */
  private static Row row(TimelineView view, @Nullable EventEnvelope stored) {
    Map<String, Object> data = new LinkedHashMap<>(view.data());
    if (stored != null) {
      data.put("properties", stored.properties());
      data.put("source", stored.source());
    }
    return new Row(view.type(), view.timestamp(), data);
  }

  private static Optional<Place> place(TimelineView view) {
    Integer partition = view.partition();
    Long offset = view.offset();
    return partition == null || offset == null
        ? Optional.empty()
        : Optional.of(new Place(partition, offset));
  }
}
