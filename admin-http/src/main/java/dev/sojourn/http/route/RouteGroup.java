package dev.sojourn.http.route;

import java.util.List;

/** Routes of a resource. The server has one list of all groups. */
public interface RouteGroup {

  /** The routes, each with the permission it requires. Called once, before the server starts. */
  List<Route> routes(Dependencies dependencies);
}
