package dev.sojourn.http.event;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Permission.INGEST;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Permission.WEBHOOK;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Routes that ingest events, and that read and replay stored ones. */
public final class EventRoutes implements RouteGroup {

  @Override
  public List<Route> routes(Dependencies dependencies) {
    Events events = new Events(dependencies.queries(), dependencies.log());
    Replays replays =
        new Replays(dependencies.queries(), dependencies.log(), dependencies.commands());
    return List.of(
        post("/v1/events", INGEST, new EventIngestion(dependencies.events())::one),
        post("/v1/events/batch", INGEST, new BatchIngestion(dependencies.events())::batch),
        post("/v1/webhooks/posthog", WEBHOOK, new PostHogWebhook(dependencies.events())::take),
        get(Route.ADMIN + "/events", READ, events::list),
        get(Route.ADMIN + "/events/{eventId}", READ, events::one),
        post(Route.ADMIN + "/events/replay", ADMIN, replays::replay));
  }
}
