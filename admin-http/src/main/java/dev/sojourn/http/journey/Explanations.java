package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.query.Query;
import dev.sojourn.processor.query.QueryResult;
import dev.sojourn.processor.query.QueryResult.GuardView;
import dev.sojourn.processor.query.QueryResult.LogView;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explain route: evaluates an event against a journey, guard by guard. Nothing is stored. */
final class Explanations {

  private final ClusterQueries queries;
  private final InstantSource wall;

  Explanations(ClusterQueries queries, InstantSource wall) {
    this.queries = queries;
    this.wall = wall;
  }

  /**
   * An explanation.
   *
   * @param reason the first guard that refuses, null when all pass
   * @param wouldStand where the person would be right after entry, null when they would not enter
   */
  private record ExplainAnswer(
      String journeyId,
      String userId,
      String event,
      String outcome,
      @Nullable String reason,
      List<GuardView> guards,
      @Nullable Stand wouldStand) {}

  /** The step the person would be at, and the transitions that lead there. */
  private record Stand(String currentNodeId, String status, List<Movement> logs) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Movement(
      @Nullable String fromNodeId,
      @Nullable String toNodeId,
      String action,
      @Nullable Map<String, Object> detail) {

    static Movement of(LogView log) {
      return new Movement(log.fromNodeId(), log.toNodeId(), log.action(), log.detail());
    }
  }

  /** {@code POST /v1/admin/journeys/{id}/explain}. */
  void explain(ApiRequest request) {
    ExplainRequest body = request.body(ExplainRequest.class);
    String userId = body.userId();
    String name = body.event().name();
    Map<String, Object> properties = body.event().properties();
    Registry registry = queries.registry();
    Journey journey = Journeys.find(registry, request);
    if (registry.current(journey).isEmpty()) {
      throw new RefusedException(409, "Journey has no published version");
    }
    QueryResult.Explained found =
        queries.ofPerson(
            userId,
            new Query.Explain(
                journey.id(),
                userId,
                name,
                properties == null ? Map.of() : properties,
                wall.instant()));
    request.answer(200, answer(journey.id(), userId, name, found));
  }

  private static ExplainAnswer answer(
      String journeyId, String userId, String event, QueryResult.Explained found) {
    return new ExplainAnswer(
        journeyId,
        userId,
        event,
        found.state() == null ? "rejected" : "entered",
        found.reason(),
        found.guards(),
        found.state() == null
            ? null
            : new Stand(
                found.state().currentNodeId(),
                found.state().status(),
                found.logs().stream().map(Movement::of).toList()));
  }
}
