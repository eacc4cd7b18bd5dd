package dev.sojourn.http.sending;

import static dev.sojourn.http.journey.JourneyRoutes.JOURNEY;
import static dev.sojourn.http.route.Permission.OPERATE;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.request.Commands;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;
import java.util.stream.Stream;

/** Routes that stop sends and cancel instances; under {@code dev} also the outbox. */
public final class SendingRoutes implements RouteGroup {

  @Override
  public List<Route> routes(Dependencies dependencies) {
    Commands commands = new Commands(dependencies.commands(), dependencies.rejections());
    Holds holds = new Holds(dependencies.queries(), commands);
    Jobs jobs = new Jobs(dependencies.queries(), commands, dependencies.clock());
    Outbox outbox = new Outbox(dependencies.queries());
    Stream<Route> always =
        Stream.of(
            get(Route.ADMIN + "/holds", READ, holds::list),
            post(Route.ADMIN + "/hold", OPERATE, holds::holdAll),
            post(Route.ADMIN + "/release", OPERATE, holds::releaseAll),
            post(JOURNEY + "/hold", OPERATE, holds::hold),
            post(JOURNEY + "/release", OPERATE, holds::release),
            post(JOURNEY + "/states/cancel", OPERATE, jobs::cancelStates),
            get(Route.ADMIN + "/jobs/{id}", READ, jobs::detail));
    Stream<Route> underDev =
        dependencies.dev()
            ? Stream.of(get(Route.ADMIN + "/outbox", READ, outbox::list))
            : Stream.of();
    return Stream.concat(always, underDev).toList();
  }
}
