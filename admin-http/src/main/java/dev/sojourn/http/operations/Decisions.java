package dev.sojourn.http.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Page;
import dev.sojourn.http.call.Part;
import dev.sojourn.http.read.Reads;
import dev.sojourn.journeys.registry.RegisteredJourney;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Answer.DecisionView;
import dev.sojourn.processor.query.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every evaluation of a journey's trigger: who entered, who did not, and why not. */
public final class Decisions {

  private static final List<String> OUTCOMES = List.of("entered", "rejected");

  private final Reads reads;

  public Decisions(Reads reads) {
    this.reads = reads;
  }

  /** A decision; the reason is of a refusal, the state of an entry. */
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
  public void list(Call call) {
    Page page = call.page();
    String outcome = call.choice("outcome", OUTCOMES);
    String userId = call.filter("userId");
    Registry registry = reads.registry();
    RegisteredJourney journey = Journeys.find(registry, call);
    Query.Decisions query =
        new Query.Decisions(journey.id(), userId, outcome, page.after(), page.reach());
    List<Answer.Decisions> parts =
        userId == null ? reads.all(query) : List.of(reads.ofPerson(userId, query));
    Part<DecisionView> found =
        page.merge(
            parts.stream().map(Answer.Decisions::decisions).toList(), DecisionView::position);
    long total = parts.stream().mapToLong(Answer.Decisions::total).sum();
    Map<String, Object> answer = page.answer("decisions", found.map(Row::of), total);
    if (userId != null && total == 0) {
      answer.put("note", new MissingDecision(reads, registry).note(journey, userId, outcome));
    }
    call.answer(200, answer);
  }
}
