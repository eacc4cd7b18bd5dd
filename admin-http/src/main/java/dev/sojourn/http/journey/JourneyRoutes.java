package dev.sojourn.http.journey;

import static dev.sojourn.http.route.Permission.OPERATE;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.patch;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.request.Commands;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.registry.RegistryRejection;
import java.util.List;
import java.util.Map;

/** Routes of journeys, of their instances, and of enrolments and decisions. */
public final class JourneyRoutes implements RouteGroup {

  /** The path of a journey. */
  public static final String JOURNEY = Route.ADMIN + "/journeys/{id}";

  /** The texts of rejections. */
  public static final Map<Rejection.Code, String> REJECTIONS =
      Map.of(
          RegistryRejection.JOURNEY_NOT_FOUND, Journeys.NOT_FOUND,
          RegistryRejection.JOURNEY_NOT_TOGGLABLE, "Cannot switch journey in '{status}' status",
          RegistryRejection.JOURNEY_NOT_FROM_FILE, "The journey '{journey}' was not made by a file",
          RegistryRejection.JOURNEY_INVALID, "{path}: {problem}",
          DecisionRejection.INSTANCE_NOT_FOUND, Instances.NOT_FOUND,
          DecisionRejection.INSTANCE_NOT_CANCELLABLE, "Cannot cancel journey in '{status}' status");

  @Override
  public List<Route> routes(Dependencies dependencies) {
    Commands commands = new Commands(dependencies.commands(), dependencies.rejections());
    Journeys journeys = new Journeys(dependencies.queries(), commands);
    Instances instances = new Instances(dependencies.queries(), commands);
    Enrolments enrolments =
        new Enrolments(dependencies.queries(), dependencies.events(), dependencies.rejections());
    Explanations explanations = new Explanations(dependencies.queries(), dependencies.clock());
    return List.of(
        get(Route.ADMIN + "/journeys", READ, journeys::list),
        get(JOURNEY, READ, journeys::detail),
        patch(JOURNEY, OPERATE, journeys::toggle),
        get(JOURNEY + "/states", READ, instances::list),
        get(JOURNEY + "/states/{stateId}", READ, instances::detail),
        delete(JOURNEY + "/states/{stateId}", OPERATE, instances::cancel),
        get(Route.ADMIN + "/journey-logs/{stateId}", READ, instances::logs),
        post(JOURNEY + "/enroll", OPERATE, enrolments::one),
        post(JOURNEY + "/enroll/batch", OPERATE, enrolments::batch),
        post(JOURNEY + "/explain", READ, explanations::explain),
        get(JOURNEY + "/decisions", READ, new Decisions(dependencies.queries())::list));
  }
}
