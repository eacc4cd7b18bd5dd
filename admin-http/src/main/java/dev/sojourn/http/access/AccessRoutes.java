package dev.sojourn.http.access;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.request.Commands;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.registry.RegistryRejection;
import java.util.List;
import java.util.Map;

/** Routes of API keys and of the audit log. */
public final class AccessRoutes implements RouteGroup {

  /** The texts of rejections. */
  public static final Map<Rejection.Code, String> REJECTIONS =
      Map.of(
          RegistryRejection.API_KEY_NOT_FOUND, ApiKeys.NOT_FOUND,
          RegistryRejection.API_KEY_EXISTS, "API key exists already",
          RegistryRejection.API_KEY_REVOKED, "API key is revoked already");

  private static final String API_KEYS = Route.ADMIN + "/api-keys";

  @Override
  public List<Route> routes(Dependencies dependencies) {
    ApiKeys keys =
        new ApiKeys(
            dependencies.queries(),
            new Commands(dependencies.commands(), dependencies.rejections()),
            dependencies.clock());
    return List.of(
        get(API_KEYS, ADMIN, keys::list),
        post(API_KEYS, ADMIN, keys::create),
        delete(API_KEYS + "/{id}", ADMIN, keys::revoke),
        get(Route.ADMIN + "/audit-logs", ADMIN, new AuditLogs(dependencies.queries())::list));
  }
}
