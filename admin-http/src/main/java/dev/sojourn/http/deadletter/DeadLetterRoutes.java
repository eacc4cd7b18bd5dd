package dev.sojourn.http.deadletter;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Routes of dead letters. */
public final class DeadLetterRoutes implements RouteGroup {

  private static final String DEAD_LETTERS = Route.ADMIN + "/dlq";

  @Override
  public List<Route> routes(Dependencies dependencies) {
    DeadLetters deadLetters =
        new DeadLetters(
            dependencies.queries(), dependencies.commands(), dependencies.deadLetters());
    return List.of(
        get(DEAD_LETTERS, READ, deadLetters::list),
        get(DEAD_LETTERS + "/{id}", READ, deadLetters::detail),
        post(DEAD_LETTERS + "/{id}/retry", ADMIN, deadLetters::retry),
        delete(DEAD_LETTERS + "/{id}", ADMIN, deadLetters::discard));
  }
}
