package dev.sojourn.http.sending;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.OutboxMessage;
import java.util.List;

/** Outbox route: messages that {@code dev} stores instead of sending. */
final class Outbox {

  private final ClusterQueries queries;

  Outbox(ClusterQueries queries) {
    this.queries = queries;
  }

  /** {@code GET /v1/admin/outbox}. */
  void list(ApiRequest request) {
    Page page = request.page();
    String userId = request.filter("userId");
    Query.Outbox query = new Query.Outbox(userId, page.after(), page.reach());
    List<QueryResult.Outbox> parts =
        userId == null ? queries.all(query) : List.of(queries.ofPerson(userId, query));
    PageSlice<OutboxMessage> messages =
        page.merge(
            parts.stream().map(QueryResult.Outbox::messages).toList(), OutboxMessage::position);
    long total = parts.stream().mapToLong(QueryResult.Outbox::total).sum();
    request.answer(200, page.answer("messages", messages, total));
  }
}
