package dev.sojourn.http.contact;

import static dev.sojourn.http.route.Permission.ADMIN;
import static dev.sojourn.http.route.Permission.OPERATE;
import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.delete;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.put;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Routes of contacts, of their preferences and of their timeline. */
public final class ContactRoutes implements RouteGroup {

  private static final String CONTACT = Route.ADMIN + "/contacts/{id}";

  @Override
  public List<Route> routes(Dependencies dependencies) {
    ContactPreferences preferences =
        new ContactPreferences(dependencies.queries(), dependencies.commands());
    Contacts contacts = new Contacts(dependencies.queries(), dependencies.commands());
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
