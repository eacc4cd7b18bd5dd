package dev.sojourn.http.route;

import dev.sojourn.http.request.ApiRequest;
import io.javalin.http.HandlerType;

/**
 * Route of the API.
 *
 * @param path as Javalin and OpenAPI write it, with {@code {names}}
 * @param permission the permission it requires
 * @param immediate whether its handler neither reads a body nor ever waits, so that it is answered
 *     whatever other requests wait for
 */
public record Route(
    HandlerType method,
    String path,
    Permission permission,
    ApiRequest.Handler handler,
    boolean immediate) {

  /** The path under which all routes of the operations API are. */
  public static final String ADMIN = "/v1/admin";

  public static Route get(String path, Permission permission, ApiRequest.Handler handler) {
    return new Route(HandlerType.GET, path, permission, handler, false);
  }

  public static Route post(String path, Permission permission, ApiRequest.Handler handler) {
    return new Route(HandlerType.POST, path, permission, handler, false);
  }

  public static Route put(String path, Permission permission, ApiRequest.Handler handler) {
    return new Route(HandlerType.PUT, path, permission, handler, false);
  }

  public static Route patch(String path, Permission permission, ApiRequest.Handler handler) {
    return new Route(HandlerType.PATCH, path, permission, handler, false);
  }

  public static Route delete(String path, Permission permission, ApiRequest.Handler handler) {
    return new Route(HandlerType.DELETE, path, permission, handler, false);
  }

  /** The same route, answered without waiting. */
  public Route immediately() {
    return new Route(method, path, permission, handler, true);
  }
}
