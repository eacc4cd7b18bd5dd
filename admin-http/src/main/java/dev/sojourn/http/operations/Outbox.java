package dev.sojourn.http.operations;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Page;
import dev.sojourn.http.call.Part;
import dev.sojourn.http.read.Reads;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Answer.OutboxMessage;
import dev.sojourn.processor.query.Query;
import java.util.List;

/** The messages that {@code dev} has kept instead of sending. */
public final class Outbox {

  private final Reads reads;

  public Outbox(Reads reads) {
    this.reads = reads;
  }

  /** {@code GET /v1/admin/outbox}. */
  public void list(Call call) {
    Page page = call.page();
    String userId = call.filter("userId");
    Query.Outbox query = new Query.Outbox(userId, page.after(), page.reach());
    List<Answer.Outbox> parts =
        userId == null ? reads.all(query) : List.of(reads.ofPerson(userId, query));
    Part<OutboxMessage> messages =
        page.merge(parts.stream().map(Answer.Outbox::messages).toList(), OutboxMessage::position);
    long total = parts.stream().mapToLong(Answer.Outbox::total).sum();
    call.answer(200, page.answer("messages", messages, total));
  }
}
