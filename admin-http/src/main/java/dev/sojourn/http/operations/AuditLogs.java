package dev.sojourn.http.operations;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Page;
import dev.sojourn.http.call.Part;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.read.Reads;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Answer.AuditView;
import dev.sojourn.processor.query.Query;
import java.time.Instant;
import java.util.List;

/** Who did what. */
public final class AuditLogs {

  private final Reads reads;

  public AuditLogs(Reads reads) {
    this.reads = reads;
  }

  /** {@code GET /v1/admin/audit-logs}. */
  public void list(Call call) {
    Page page = call.page();
    String actor = call.filter("actor");
    String resource = call.filter("resource");
    String action = call.filter("action");
    Instant from = call.time("from");
    Instant to = call.time("to");
    if (from != null && to != null && from.isAfter(to)) {
      throw RefusedException.invalid("expected parameter 'from' not to be after 'to'");
    }
    List<Answer.AuditLogs> parts =
        reads.all(
            new Query.AuditLogs(actor, resource, action, from, to, page.after(), page.reach()));
    Part<AuditView> logs =
        page.merge(parts.stream().map(Answer.AuditLogs::logs).toList(), AuditView::position);
    long total = parts.stream().mapToLong(Answer.AuditLogs::total).sum();
    call.answer(200, page.answer("logs", logs, total));
  }
}
