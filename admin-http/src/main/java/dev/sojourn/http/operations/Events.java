package dev.sojourn.http.operations;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Page;
import dev.sojourn.http.call.Part;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.gateway.EventGateway.Place;
import dev.sojourn.http.gateway.EventLog;
import dev.sojourn.http.read.Reads;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Answer.EventRow;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.event.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stored events. The stores know where they stand; what they say is read from the log. */
public final class Events {

  private final Reads reads;
  private final EventLog log;

  public Events(Reads reads, EventLog log) {
    this.reads = reads;
    this.log = log;
  }

  /** An event; without properties, source and address when retention has taken it from the log. */
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

  /** {@code GET /v1/admin/events}. */
  public void list(Call call) {
    Page page = call.page();
    String userId = call.filter("userId");
    String event = call.filter("event");
    Instant from = call.time("from");
    Instant to = call.time("to");
    if (userId == null) {
      throw RefusedException.invalid("parameter 'userId' is required");
    }
    if (from != null && to != null && from.isAfter(to)) {
      throw RefusedException.invalid("expected parameter 'from' not to be after 'to'");
    }
    Answer.Events found =
        reads.ofPerson(
            userId, new Query.EventsOfPerson(userId, event, from, to, page.after(), page.reach()));
    Part<EventRow> rows = page.of(found.events(), EventRow::position);
    Map<Place, EventEnvelope> stored = log.read(rows.rows().stream().map(Events::place).toList());
    call.answer(
        200,
        page.answer("events", rows.map(row -> Row.of(row, stored.get(place(row)))), found.total()));
  }

  private static Place place(EventRow row) {
    return new Place(row.partition(), row.offset());
  }
}
