package dev.sojourn.processor.engine;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.processor.query.PartitionView;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.task.StoreNames;
import java.util.List;
import java.util.Map;

/** What the API can ask of the stores. */
public interface HarnessQueries extends DrivenTask {

  default <A> A ask(Query<A> query) {
    return StoreAnswers.ask(
        query,
        new PartitionView(
            partition(), keyValues(StoreNames.STATE), keyValues(StoreNames.COUNTERS), history()));
  }

  default List<QueryResult.StateView> states(String userId, String journeyId) {
    return ask(new Query.StatesOfPerson(userId, journeyId, null)).states();
  }

  default QueryResult.StateView onlyState(String userId, String journeyId) {
    List<QueryResult.StateView> states = states(userId, journeyId);
    if (states.size() != 1) {
      throw new AssertionError("expected one instance, found " + states);
    }
    return states.get(0);
  }

  default List<String> log(String userId, String journeyId) {
    QueryResult.StateView state = onlyState(userId, journeyId);
    return ask(new Query.State(InstanceId.parse(state.id()).orElseThrow())).logs().stream()
        .map(entry -> "%s %s->%s".formatted(entry.action(), entry.fromNodeId(), entry.toNodeId()))
        .toList();
  }

  default List<String> refusals(String userId, String journeyId) {
    return ask(new Query.Decisions(journeyId, userId, "rejected", 100)).decisions().stream()
        .map(decision -> String.valueOf(decision.reason()))
        .toList();
  }

  /** The audit log, newest first. */
  default List<QueryResult.AuditView> audit() {
    return ask(new Query.AuditLogs(null, null, null, null, null, null, 1_000)).logs();
  }

  default Map<String, QueryResult.JourneyCounts> counts() {
    return ask(new Query.Counts()).journeys();
  }

  /** A counter of a journey, or of the whole partition when the journey id is empty. */
  default long total(String journeyId, String name) {
    return ask(new Query.Totals())
        .journeys()
        .getOrDefault(journeyId, Map.of())
        .getOrDefault(name, 0L);
  }
}
