package dev.sojourn.http.server;

import dev.sojourn.http.access.Access;
import dev.sojourn.http.request.ApiRequest;
import io.javalin.http.HandlerType;

/**
 * Route of the API.
 *
 * @param path as Javalin and OpenAPI write it, with {@code {names}}
 * @param rule the permission it requires
 */
record Route(HandlerType method, String path, Access.Rule rule, ApiRequest.Handler handler) {}
