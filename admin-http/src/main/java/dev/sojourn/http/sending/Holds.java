package dev.sojourn.http.sending;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.journey.Journeys;
import dev.sojourn.http.metric.Totals;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Commands;
import dev.sojourn.journeys.registry.Hold;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.processor.counter.CounterKey;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer.HoldChanged;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hold and release routes: hold back what journeys send, and release it at a rate that a provider
 * can take.
 */
final class Holds {

  private final ClusterQueries queries;
  private final Commands commands;

  Holds(ClusterQueries queries, Commands commands) {
    this.queries = queries;
    this.commands = commands;
  }

  private record Row(String journeyId, boolean held, int perSecond, Instant updatedAt) {
    static Row of(Hold hold) {
      return new Row(hold.journeyId(), hold.held(), hold.perSecond(), hold.updatedAt());
    }
  }

  private record ListAnswer(List<Row> holds, Map<String, Long> waiting) {}

  /** {@code GET /v1/admin/holds}: the latest holds, and the number of held sends per journey. */
  void list(ApiRequest request) {
    Totals totals = Totals.read(queries);
    Map<String, Long> waiting = new TreeMap<>();
    for (Journey journey : queries.registry().journeys()) {
      long held = totals.of(journey.id(), CounterKey.HELD);
      if (held > 0) {
        waiting.put(journey.id(), held);
      }
    }
    List<Row> holds = queries.registry().holds().stream().map(Row::of).toList();
    request.answer(200, new ListAnswer(holds, waiting));
  }

  /** {@code POST /v1/admin/hold}. */
  void holdAll(ApiRequest request) {
    hold(request, Hold.ALL);
  }

  /** {@code POST /v1/admin/journeys/{id}/hold}. */
  void hold(ApiRequest request) {
    hold(request, Journeys.find(queries.registry(), request).id());
  }

  /** {@code POST /v1/admin/release}. */
  void releaseAll(ApiRequest request) {
    release(request, Hold.ALL);
  }

  /** {@code POST /v1/admin/journeys/{id}/release}. */
  void release(ApiRequest request) {
    release(request, Journeys.find(queries.registry(), request).id());
  }

  private void hold(ApiRequest request, String journeyId) {
    HoldRequest unused = request.bodyIfAny(HoldRequest.class);
    answer(request, new Command.HoldSends(journeyId, true, Hold.DEFAULT_PER_SECOND));
  }

  private void release(ApiRequest request, String journeyId) {
    int perSecond = request.bodyIfAny(ReleaseRequest.class).rate();
    answer(request, new Command.HoldSends(journeyId, false, perSecond));
  }

  private void answer(ApiRequest request, Command.HoldSends command) {
    request.answerLater(
        200,
        commands
            .run(request, command, HoldChanged.class)
            .thenApply(changed -> Map.of("hold", shown(changed))));
  }

  private static Map<String, Object> shown(HoldChanged changed) {
    Map<String, Object> hold = new LinkedHashMap<>();
    hold.put("journeyId", changed.journeyId());
    hold.put("held", changed.held());
    if (!changed.held()) {
      // The rate applies only to a release.
      hold.put("perSecond", changed.perSecond());
    }
    hold.put("updatedAt", changed.updatedAt());
    return hold;
  }
}
