package dev.sojourn.http.metric;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.journey.Journeys;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.registry.Journey;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.processor.counter.CounterKey;
import org.jspecify.annotations.Nullable;

/** Funnel route of one journey. */
final class Funnel {

  private final ClusterQueries queries;

  Funnel(ClusterQueries queries) {
    this.queries = queries;
  }

  /**
   * Stages of the funnel.
   *
   * @param emailSent emails sent, each once, including those reported after the instance ended
   * @param emailOpened emails that were opened, each once
   * @param emailClicked emails with at least one click, each once
   * @param goal null when the journey has no goal now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Stages(
      long enrolled,
      long emailSent,
      long emailOpened,
      long emailClicked,
      long completed,
      long failed,
      long exited,
      @Nullable Aim goal) {}

  /**
   * Goal conversions.
   *
   * @param reached enrolments that reached the goal, of all versions
   * @param heldOut persons in the holdout group, each once
   * @param reachedByHeldOut persons in the holdout group who reached the goal
   */
  private record Aim(long reached, long heldOut, long reachedByHeldOut) {}

  /** {@code GET /v1/admin/metrics/journeys/{id}}. */
  void get(ApiRequest request) {
    Registry registry = queries.registry();
    Journey journey = Journeys.find(registry, request);
    String id = journey.id();
    boolean aims =
        registry.current(journey).filter(now -> now.definition().goal() != null).isPresent();
    Totals totals = Totals.read(queries);
    request.answer(
        200,
        new Stages(
            totals.enrolled(id),
            totals.of(id, CounterKey.EMAIL_SENT),
            totals.of(id, CounterKey.EMAIL_OPENED),
            totals.of(id, CounterKey.EMAIL_CLICKED),
            totals.of(id, Status.COMPLETED),
            totals.of(id, Status.FAILED),
            totals.of(id, Status.EXITED),
            aims ? aim(totals, id) : null));
  }

  private static Aim aim(Totals totals, String id) {
    return new Aim(
        totals.of(id, CounterKey.GOAL),
        totals.of(id, CounterKey.HELD_OUT),
        totals.of(id, CounterKey.GOAL_CONTROL));
  }
}
