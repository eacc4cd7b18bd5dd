package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.DecisionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entry decision route: every evaluation of a journey's trigger, with the reason for a refusal. */
final class Decisions {

  private static final List<String> OUTCOMES = List.of("entered", "rejected");

  private final ClusterQueries queries;

  Decisions(ClusterQueries queries) {
    this.queries = queries;
  }

  /** A decision; the reason is set for a refusal, the state id for an entry. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Row(
      String eventId,
      String event,
      String userId,
      String outcome,
      @Nullable String reason,
      @Nullable String stateId,
      Instant at) {

    static Row of(DecisionView view) {
      return new Row(
          view.eventId(),
          view.event(),
          view.userId(),
          view.outcome(),
          view.reason(),
          view.stateId(),
          view.at());
    }
  }

  /** {@code GET /v1/admin/journeys/{id}/decisions}. */
  void list(ApiRequest request) {
    Page page = request.page();
    String outcome = request.choice("outcome", OUTCOMES);
    String userId = request.filter("userId");
    Registry registry = queries.registry();
    Journey journey = Journeys.find(registry, request);
    Query.Decisions query =
        new Query.Decisions(journey.id(), userId, outcome, page.after(), page.reach());
    Found found = find(page, query);
    Optional<String> note = Optional.empty();
    if (userId != null && found.total() == 0) {
      note = Optional.of(new MissingDecision(queries, registry).note(journey, userId, outcome));
      // An event that arrived a moment ago may have been decided while the note was looked up.
      found = find(page, query);
    }
    Map<String, Object> answer =
        page.answer("decisions", found.decisions().map(Row::of), found.total());
    if (found.total() == 0) {
      note.ifPresent(text -> answer.put("note", text));
    }
    request.answer(200, answer);
  }

  private record Found(PageSlice<DecisionView> decisions, long total) {}

  private Found find(Page page, Query.Decisions query) {
    String userId = query.userId();
    List<QueryResult.Decisions> parts =
        userId == null ? queries.all(query) : List.of(queries.ofPerson(userId, query));
    PageSlice<DecisionView> merged =
        page.merge(
            parts.stream().map(QueryResult.Decisions::decisions).toList(), DecisionView::position);
    return new Found(merged, parts.stream().mapToLong(QueryResult.Decisions::total).sum());
  }
}
