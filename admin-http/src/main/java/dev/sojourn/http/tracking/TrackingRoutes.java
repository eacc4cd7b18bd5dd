package dev.sojourn.http.tracking;

import static dev.sojourn.http.route.Permission.OPEN;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import dev.sojourn.topics.link.LinkSigner;
import dev.sojourn.topics.link.Links;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links of emails, which are signed instead of carrying a key. */
public final class TrackingRoutes implements RouteGroup {

  private static final String TOKEN = "{token}";

  private final @Nullable LinkSigner signer;
  private final TrackingLinks links;

  /**
   * Creates the group.
   *
   * @param signer null when emails have no links
   * @param links closed by the caller, after the server
   */
  public TrackingRoutes(@Nullable LinkSigner signer, TrackingLinks links) {
    this.signer = signer;
    this.links = links;
  }

  @Override
  public List<Route> routes(Dependencies dependencies) {
    UnsubscribePages unsubscribing =
        new UnsubscribePages(
            signer, dependencies.queries(), dependencies.events(), dependencies.clock());
    return List.of(
        get(Links.UNSUBSCRIBE + TOKEN, OPEN, unsubscribing::page),
        post(Links.UNSUBSCRIBE + TOKEN, OPEN, unsubscribing::leave),
        get(Links.CLICK + TOKEN, OPEN, links::click),
        get(Links.OPEN + TOKEN, OPEN, links::open));
  }
}
