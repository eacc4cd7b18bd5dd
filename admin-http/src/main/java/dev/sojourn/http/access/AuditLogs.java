package dev.sojourn.http.access;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult.AuditView;
import dev.sojourn.processor.query.QueryResult;
import java.time.Instant;
import java.util.List;

/** Who did what. */
public final class AuditLogs {

  private final ClusterQueries reads;

  public AuditLogs(ClusterQueries reads) {
    this.reads = reads;
  }

  /** {@code GET /v1/admin/audit-logs}. */
  public void list(ApiRequest call) {
    Page page = call.page();
    String actor = call.filter("actor");
    String resource = call.filter("resource");
    String action = call.filter("action");
    Instant from = call.time("from");
    Instant to = call.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      throw RefusedException.invalid("expected parameter 'from' not to be after 'to'");
    }
    List<QueryResult.AuditLogs> parts =
        reads.all(
            new Query.AuditLogs(actor, resource, action, from, to, page.after(), page.reach()));
    PageSlice<AuditView> logs =
        page.merge(parts.stream().map(QueryResult.AuditLogs::logs).toList(), AuditView::position);
    long total = parts.stream().mapToLong(QueryResult.AuditLogs::total).sum();
    call.answer(200, page.answer("logs", logs, total));
  }
}
