package dev.sojourn.http.metric;

import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.get;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Routes of the totals of journeys, of templates and of the installation. */
public final class MetricRoutes implements RouteGroup {

  @Override
  public List<Route> routes(Dependencies dependencies) {
    ClusterQueries queries = dependencies.queries();
    return List.of(
        get(Route.ADMIN + "/metrics/journeys", READ, new Metrics(queries)::journeys),
        get(Route.ADMIN + "/metrics/journeys/{id}", READ, new Funnel(queries)::get),
        get(Route.ADMIN + "/metrics/overview", READ, new Overview(queries)::get),
        get(Route.ADMIN + "/metrics/templates", READ, new TemplateMetrics(queries)::list));
  }
}
