package dev.sojourn.http.template;

import static dev.sojourn.http.route.Permission.READ;
import static dev.sojourn.http.route.Route.get;
import static dev.sojourn.http.route.Route.post;

import dev.sojourn.http.route.Dependencies;
import dev.sojourn.http.route.Route;
import dev.sojourn.http.route.RouteGroup;
import java.util.List;

/** Routes of templates and their previews. */
public final class TemplateRoutes implements RouteGroup {

  private static final String TEMPLATES = Route.ADMIN + "/templates";

  private final TemplatePreview preview;

  public TemplateRoutes(TemplatePreview preview) {
    this.preview = preview;
  }

  @Override
  public List<Route> routes(Dependencies dependencies) {
    Templates templates = new Templates(dependencies.queries(), preview);
    return List.of(
        get(TEMPLATES, READ, templates::list),
        get(TEMPLATES + "/{key}", READ, templates::detail),
        post(TEMPLATES + "/{key}/preview", READ, templates::preview));
  }
}
