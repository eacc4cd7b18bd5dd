package dev.sojourn.http.journey;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.LogView;
import dev.sojourn.processor.query.QueryResult.StateView;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.InstanceCancelled;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instance routes; the operations API calls instances states. */
final class Instances {

  static final String NOT_FOUND = "State not found";

  private static final List<String> STATUSES =
      Arrays.stream(Status.values()).map(Status::json).toList();

  private final ClusterQueries queries;
  private final Commands commands;

  Instances(ClusterQueries queries, Commands commands) {
    this.queries = queries;
    this.commands = commands;
  }

  private record DetailAnswer(StateView state, List<LogView> logs) {}

  private record Cancelled(String id, Status status, Instant exitedAt) {}

  /**
   * Response to a cancellation.
   *
   * @param hatchetCancelled whether the instance's pending timer or wait was cancelled with it,
   *     which is always so; the API prescribes the name
   */
  private record CancelAnswer(Cancelled state, boolean hatchetCancelled) {

    static CancelAnswer of(InstanceCancelled answer) {
      return new CancelAnswer(
          new Cancelled(answer.instance().toString(), answer.status(), answer.at()), true);
    }
  }

  /** {@code GET /v1/admin/journeys/{id}/states}. */
  void list(ApiRequest request) {
    Page page = request.page();
    String status = request.choice("status", STATUSES);
    String userId = request.filter("userId");
    String journeyId = Journeys.find(queries.registry(), request).id();
    List<QueryResult.States> parts =
        userId == null
            ? ofJourney(queries, journeyId, status, page)
            : List.of(
                queries.ofPerson(userId, new Query.StatesOfPerson(userId, journeyId, status)));
    PageSlice<StateView> rows =
        userId == null ? merged(parts, page) : page.of(parts.get(0).states(), StateView::position);
    long total = parts.stream().mapToLong(QueryResult.States::total).sum();
    request.answer(200, page.answer("states", rows, total));
  }

  /** {@code GET /v1/admin/journeys/{id}/states/{stateId}}. */
  void detail(ApiRequest request) {
    QueryResult.State found = find(request).orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
    request.answer(200, detail(found, request.path("id"), NOT_FOUND));
  }

  /** {@code GET /v1/admin/journey-logs/{stateId}}. */
  void logs(ApiRequest request) {
    String notFound = "Journey state not found";
    QueryResult.State found = find(request).orElseThrow(() -> RefusedException.notFound(notFound));
    request.answer(200, detail(found, null, notFound));
  }

  /** {@code DELETE /v1/admin/journeys/{id}/states/{stateId}}. */
  void cancel(ApiRequest request) {
    QueryResult.State found = find(request).orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
    StateView state = detail(found, request.path("id"), NOT_FOUND).state();
    InstanceId id = InstanceId.parse(state.id()).orElseThrow();
    Command.CancelInstance cancel =
        new Command.CancelInstance(state.userId(), id, request.caller().name());
    request.answerLater(
        200, commands.run(request, cancel, InstanceCancelled.class).thenApply(CancelAnswer::of));
  }

  /** The newest instances of a journey over all partitions. */
  static List<StateView> newest(ClusterQueries queries, String journeyId, int most) {
    Page page = new Page(most, 0);
    return merged(ofJourney(queries, journeyId, null, page), page).rows();
  }

  private static List<QueryResult.States> ofJourney(
      ClusterQueries queries, String journeyId, @Nullable String status, Page page) {
    return queries.all(new Query.States(journeyId, status, page.after(), page.reach()));
  }

  private static PageSlice<StateView> merged(List<QueryResult.States> parts, Page page) {
    return page.merge(parts.stream().map(QueryResult.States::states).toList(), StateView::position);
  }

  private Optional<QueryResult.State> find(ApiRequest request) {
    return InstanceId.parse(request.path("stateId")).map(queries::ofInstance);
  }

  private static DetailAnswer detail(
      QueryResult.State found, @Nullable String journeyId, String notFound) {
    StateView state = found.state();
    if (state == null || (journeyId != null && !state.journeyId().equals(journeyId))) {
      throw RefusedException.notFound(notFound);
    }
    return new DetailAnswer(state, found.logs());
  }
}
