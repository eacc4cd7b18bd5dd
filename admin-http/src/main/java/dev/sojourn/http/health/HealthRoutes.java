package dev.sojourn.http.health;

import static dev.sojourn.http.route.Permission.OPEN;
import static dev.sojourn.http.route.Route.get;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.processor.engine.Engine;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Routes of liveness, readiness and the description of the API. */
public final class HealthRoutes implements RouteGroup {

  private final Health health;

  /**
   * Creates the group.
   *
   * @param ready whether everything this node publishes is applied everywhere
   */
  public HealthRoutes(Engine engine, BooleanSupplier ready) {
    this.health = new Health(engine, ready);
  }

  @Override
  public List<Route> routes(Dependencies dependencies) {
    return List.of(
        get("/health/live", OPEN, health::live).immediately(),
        get("/health/ready", OPEN, health::ready).immediately(),
        get("/openapi.yaml", OPEN, ApiDescription.load()::get));
  }
}
