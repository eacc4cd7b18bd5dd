package dev.sojourn.http.access;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.AuditView;
import java.time.Instant;
import java.util.List;

/** Audit log route. */
final class AuditLogs {

  private final ClusterQueries queries;

  AuditLogs(ClusterQueries queries) {
    this.queries = queries;
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
    PageSlice<AuditView> logs =
        page.merge(parts.stream().map(QueryResult.AuditLogs::logs).toList(), AuditView::position);
    long total = parts.stream().mapToLong(QueryResult.AuditLogs::total).sum();
    request.answer(200, page.answer("logs", logs, total));
  }
}
