package dev.sojourn.http.operations;

import dev.sojourn.http.call.Call;
import dev.sojourn.http.call.Page;
import dev.sojourn.http.call.Part;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.gateway.CommandGateway;
import dev.sojourn.http.read.Reads;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.processor.query.Answer;
import dev.sojourn.processor.query.Answer.LogView;
import dev.sojourn.processor.query.Answer.StateView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.topics.command.Command;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Instances of a journey, which the operations API calls states. */
public final class States {

  private static final String NOT_FOUND = "State not found";

  /** Whether something that would have moved the instance was disarmed; the name is the seed's. */
  private static final String HATCHET_CANCELLED = "hatchetCancelled";

  private static final List<String> STATUSES =
      Arrays.stream(Status.values()).map(Status::json).toList();

  private static final Commands.Expected CANCELLED =
      new Commands.Expected(List.of("id", "status", "exitedAt", HATCHET_CANCELLED), NOT_FOUND);

  private final Reads reads;
  private final Commands commands;

  public States(Reads reads, CommandGateway commands) {
    this.reads = reads;
    this.commands = new Commands(commands);
  }

  private record DetailAnswer(StateView state, List<LogView> logs) {}

  /** {@code GET /v1/admin/journeys/{id}/states}. */
  public void list(Call call) {
    Page page = call.page();
    String status = call.choice("status", STATUSES);
    String userId = call.filter("userId");
    String journeyId = Journeys.find(reads.registry(), call).id();
    List<Answer.States> parts =
        userId == null
            ? ofJourney(reads, journeyId, status, page)
            : List.of(reads.ofPerson(userId, new Query.StatesOfPerson(userId, journeyId, status)));
    Part<StateView> rows =
        userId == null ? merged(parts, page) : page.of(parts.get(0).states(), StateView::position);
    long total = parts.stream().mapToLong(Answer.States::total).sum();
    call.answer(200, page.answer("states", rows, total));
  }

  /** {@code GET /v1/admin/journeys/{id}/states/{stateId}}. */
  public void detail(Call call) {
    Answer.State found = find(call).orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
    call.answer(200, detail(found, call.path("id"), NOT_FOUND));
  }

  /** {@code GET /v1/admin/journey-logs/{stateId}}. */
  public void logs(Call call) {
    String notFound = "Journey state not found";
    Answer.State found = find(call).orElseThrow(() -> RefusedException.notFound(notFound));
    call.answer(200, detail(found, null, notFound));
  }

  /** {@code DELETE /v1/admin/journeys/{id}/states/{stateId}}. */
  public void cancel(Call call) {
    Answer.State found = find(call).orElseThrow(() -> RefusedException.notFound(NOT_FOUND));
    StateView state = detail(found, call.path("id"), NOT_FOUND).state();
    InstanceId id = InstanceId.parse(state.id()).orElseThrow();
    Map<String, Object> answer =
        commands.run(
            call, new Command.CancelInstance(state.userId(), id, call.caller().name()), CANCELLED);
    Map<String, Object> shown = new LinkedHashMap<>();
    Object disarmed = answer.remove(HATCHET_CANCELLED);
    shown.put("state", answer);
    shown.put(HATCHET_CANCELLED, disarmed);
    call.answer(200, shown);
  }

  /** The newest of a journey's instances over all partitions. */
  static List<StateView> newest(Reads reads, String journeyId, int most) {
    Page page = new Page(most, 0);
    return merged(ofJourney(reads, journeyId, null, page), page).rows();
  }

  private static List<Answer.States> ofJourney(
      Reads reads, String journeyId, @Nullable String status, Page page) {
    return reads.all(new Query.States(journeyId, status, page.after(), page.reach()));
  }

  private static Part<StateView> merged(List<Answer.States> parts, Page page) {
    return page.merge(parts.stream().map(Answer.States::states).toList(), StateView::position);
  }

  private Optional<Answer.State> find(Call call) {
    return InstanceId.parse(call.path("stateId")).map(reads::ofInstance);
  }

  private static DetailAnswer detail(
      Answer.State found, @Nullable String journeyId, String notFound) {
    StateView state = found.state();
    if (state == null || (journeyId != null && !state.journeyId().equals(journeyId))) {
      throw RefusedException.notFound(notFound);
    }
    return new DetailAnswer(state, found.logs());
  }
}
