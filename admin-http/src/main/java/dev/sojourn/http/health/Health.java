package dev.sojourn.http.health;

import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.processor.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Liveness and readiness routes. Neither waits for anything. */
final class Health {

  private final Engine engine;
  private final BooleanSupplier ready;

  /**
   * Creates the routes.
   *
   * @param ready whether everything this node publishes is applied everywhere; answers at once
   */
  Health(Engine engine, BooleanSupplier ready) {
    this.engine = engine;
    this.ready = ready;
  }

  private record NotReady(String error, List<String> reasons) {}

  /** {@code GET /health/live}. */
  void live(ApiRequest request) {
    request.answer(200, Map.of("status", "live"));
  }

  /** {@code GET /health/ready}: 503 with the reasons until everything is ready. */
  void ready(ApiRequest request) {
    List<String> reasons = new ArrayList<>();
    if (!engine.ready()) {
      reasons.add("partitions of this node are not restored and running yet");
    }
    if (!ready.getAsBoolean()) {
      reasons.add("the journeys of this node are not applied yet");
    }
    if (reasons.isEmpty()) {
      request.answer(200, Map.of("status", "ready"));
      return;
    }
    request.answerHeader("Retry-After", "1");
    request.answer(503, new NotReady("Not ready", reasons));
  }
}
