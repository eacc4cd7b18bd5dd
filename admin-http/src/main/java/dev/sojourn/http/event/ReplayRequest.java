package dev.sojourn.http.event;

import dev.sojourn.http.request.FieldChecks;
import dev.sojourn.http.request.InvalidFieldException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to evaluate stored events again.
 *
 * @param eventIds of the events; null or empty when the filter selects them
 * @param filter null or without a field when the ids select them
 * @param limit events at most, null for the default
 */
record ReplayRequest(
    @Nullable List<String> eventIds, @Nullable Filter filter, @Nullable Integer limit) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  ReplayRequest {
    FieldChecks.noneBlank("eventIds", eventIds);
    FieldChecks.range("limit", limit, 1, MAX_LIMIT);
    boolean byId = eventIds != null && !eventIds.isEmpty();
    boolean byFilter = filter != null && !filter.equals(Filter.NONE);
    if (byId == byFilter) {
      throw InvalidFieldException.ofWhole(
          "expected either 'eventIds' or a field of 'filter', found "
              + (byId ? "both" : "neither"));
    }
    eventIds = eventIds == null ? null : List.copyOf(eventIds);
    filter = byFilter ? filter : null;
  }

  /** The ids, empty when the filter selects the events. */
  List<String> ids() {
    return eventIds == null ? List.of() : eventIds;
  }

  int most() {
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  /** Selects events; a field that is null selects any. */
  record Filter(
      @Nullable String event,
      @Nullable String userId,
      @Nullable Instant from,
      @Nullable Instant to) {

    private static final Filter NONE = new Filter(null, null, null, null);

    Filter {
      if (from != null && to != null && from.isAfter(to)) {
        throw InvalidFieldException.of("from", "expected a time not after 'to'");
      }
    }
  }
}
