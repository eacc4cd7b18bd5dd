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
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.event.EventRejection;
import java.util.List;
import java.util.Map;

/** Routes that ingest events, and that read and replay stored ones. */
public final class EventRoutes implements RouteGroup {

  /** The texts of rejections. */
  public static final Map<Rejection.Code, String> REJECTIONS =
      Map.of(EventRejection.EVENT_INVALID, "{problem}");

  @Override
  public List<Route> routes(Dependencies dependencies) {
    Events events = new Events(dependencies.queries(), dependencies.log());
    Replays replays =
        new Replays(
            dependencies.queries(),
            dependencies.log(),
            dependencies.commands(),
            dependencies.rejections());
    EventAppender appender = new EventAppender(dependencies.events(), dependencies.rejections());
    return List.of(
        post("/v1/events", INGEST, new EventIngestion(appender)::one),
        post("/v1/events/batch", INGEST, new BatchIngestion(appender)::batch),
        post("/v1/webhooks/posthog", WEBHOOK, new PostHogWebhook(dependencies.events())::take),
        get(Route.ADMIN + "/events", READ, events::list),
        get(Route.ADMIN + "/events/{eventId}", READ, events::one),
        post(Route.ADMIN + "/events/replay", ADMIN, replays::replay));
  }
}
