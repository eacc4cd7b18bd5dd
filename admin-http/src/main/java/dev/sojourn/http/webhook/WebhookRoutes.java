package dev.sojourn.http.webhook;

import static dev.sojourn.http.route.Permission.OPEN;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Webhooks of email providers, which are signed instead of carrying a key. */
public final class WebhookRoutes implements RouteGroup {

  private final EmailKeys keys;

  public WebhookRoutes(EmailKeys keys) {
    this.keys = keys;
  }

  @Override
  public List<Route> routes(Dependencies dependencies) {
    EmailWebhooks webhooks =
        new EmailWebhooks(
            keys, dependencies.queries(), dependencies.events(), dependencies.clock());
    return List.of(post("/v1/webhooks/email/{source}", OPEN, webhooks::take));
  }
}
