package dev.sojourn.http.prometheus;

import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.get;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** The route that Prometheus scrapes. */
public final class PrometheusRoutes implements RouteGroup {

  private final Scrape scrape;

  public PrometheusRoutes(Scrape scrape) {
    this.scrape = scrape;
  }

  @Override
  public List<Route> routes(Dependencies dependencies) {
    return List.of(get("/metrics", READ, scrape::get));
  }
}
