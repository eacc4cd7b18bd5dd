package dev.sojourn.http.node;

import static dev.sojourn.http.route.Permission.NODE;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.cluster.RemoteQueries;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** The internal route for other nodes; not part of the API. */
public final class NodeRoutes implements RouteGroup {

  @Override
  public List<Route> routes(Dependencies dependencies) {
    return List.of(post(RemoteQueries.PATH, NODE, new NodeQueries(dependencies.queries())::answer));
  }
}
