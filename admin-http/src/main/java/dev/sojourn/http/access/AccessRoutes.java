package dev.sojourn.http.access;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Routes of API keys and of the audit log. */
public final class AccessRoutes implements RouteGroup {

  private static final String API_KEYS = Route.ADMIN + "/api-keys";

  @Override
  public List<Route> routes(Dependencies dependencies) {
    ApiKeys keys =
        new ApiKeys(dependencies.queries(), dependencies.commands(), dependencies.clock());
    return List.of(
        get(API_KEYS, ADMIN, keys::list),
        post(API_KEYS, ADMIN, keys::create),
        delete(API_KEYS + "/{id}", ADMIN, keys::revoke),
        get(Route.ADMIN + "/audit-logs", ADMIN, new AuditLogs(dependencies.queries())::list));
  }
}
