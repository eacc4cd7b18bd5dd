package dev.sojourn.http.access;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.error.Rejections;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.AuditView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Audit log route. */
final class AuditLogs {

  private static final String ENROL = "journey.enroll";
  private static final int APPLIED = 200;
  private static final int ACCEPTED = 202;

  private final ClusterQueries queries;

  AuditLogs(ClusterQueries queries) {
    this.queries = queries;
  }

  /**
   * An entry as callers see it.
   *
   * @param status of the response to the command; 202 for an enrolment, which is always accepted
   */
  private record Row(
      String id,
      String actor,
      @Nullable String actorKeyId,
      String action,
      String resource,
      String resourceId,
      @Nullable Map<String, Object> before,
      @Nullable Map<String, Object> after,
      @Nullable String ipAddress,
      int status,
      Instant createdAt) {

    static Row of(AuditView view) {
      return new Row(
          view.id(),
          view.actor(),
          view.actorKeyId(),
          view.action(),
          view.resource(),
          view.resourceId(),
          view.before(),
          view.after(),
          view.ipAddress(),
          status(view),
          view.createdAt());
    }

    private static int status(AuditView view) {
      Rejection.Kind rejected = view.rejected();
      if (rejected != null) {
        return Rejections.status(rejected);
      }
      return view.action().equals(ENROL) ? ACCEPTED : APPLIED;
    }
  }

  /** {@code GET /v1/admin/audit-logs}. */
  void list(ApiRequest request) {
    Page page = request.page();
    String actor = request.filter("actor");
    String resource = request.filter("resource");
    String action = request.filter("action");
    Instant from = request.time("from");
    Instant to = request.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      throw RefusedException.invalid("expected parameter 'from' not to be after 'to'");
    }
    List<QueryResult.AuditLogs> parts =
        queries.all(
            new Query.AuditLogs(actor, resource, action, from, to, page.after(), page.reach()));
    PageSlice<Row> logs =
        page.merge(parts.stream().map(QueryResult.AuditLogs::logs).toList(), AuditView::position)
            .map(Row::of);
    long total = parts.stream().mapToLong(QueryResult.AuditLogs::total).sum();
    request.answer(200, page.answer("logs", logs, total));
  }
}
