package dev.sojourn.http.contact;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Permission.OPERATE;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.put;

import dev.sojourn.http.request.Commands;
import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.processor.erasure.ErasureRejection;
import java.util.List;
import java.util.Map;

/** Routes of contacts, of their preferences and of their timeline. */
public final class ContactRoutes implements RouteGroup {

  /** The texts of rejections. */
  public static final Map<Rejection.Code, String> REJECTIONS =
      Map.of(
          DecisionRejection.CONTACT_TOO_LARGE, "expected a contact of at most {limit} bytes",
          ErasureRejection.CONTACT_NOT_FOUND, Contacts.NOT_FOUND,
          ErasureRejection.PERSON_ERASED, "The person was erased");

  private static final String CONTACT = Route.ADMIN + "/contacts/{id}";

  @Override
  public List<Route> routes(Dependencies dependencies) {
    Commands commands = new Commands(dependencies.commands(), dependencies.rejections());
    ContactPreferences preferences = new ContactPreferences(dependencies.queries(), commands);
    Contacts contacts = new Contacts(dependencies.queries(), commands);
    ContactTimeline timeline = new ContactTimeline(dependencies.queries(), dependencies.log());
    return List.of(
        get(CONTACT + "/preferences", READ, preferences::get),
        put(CONTACT + "/preferences", OPERATE, preferences::put),
        get(CONTACT, READ, contacts::get),
        put(CONTACT, OPERATE, contacts::put),
        delete(CONTACT, ADMIN, contacts::erase),
        get(CONTACT + "/timeline", READ, timeline::list));
  }
}
