package dev.sojourn.http.template;

import dev.sojourn.http.cluster.ClusterQueries;
import dev.sojourn.http.error.RefusedException;
import dev.sojourn.http.request.ApiRequest;
import dev.sojourn.http.request.Page;
import dev.sojourn.http.request.PageSlice;
import dev.sojourn.http.template.TemplatePreview.Broken;
import dev.sojourn.http.template.TemplatePreview.Message;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.query.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Template routes: list, detail and preview. */
final class Templates {

  private final ClusterQueries queries;
  private final TemplatePreview preview;
  private final Samples samples;

  Templates(ClusterQueries queries, TemplatePreview preview) {
    this.queries = queries;
    this.preview = preview;
    this.samples = new Samples(queries);
  }

  /**
   * A template in the list.
   *
   * @param hash of the content, by which pending sends refer to it
   * @param from null when the template leaves the sender to the provider
   * @param category null when it has none, so that nobody can opt out of this template alone
   * @param html whether it has an HTML part
   * @param text whether it has a text part of its own, not one derived from the HTML
   */
  private record Item(
      String key,
      String hash,
      String subject,
      @Nullable String from,
      @Nullable String category,
      boolean html,
      boolean text) {

    static Item of(Template template) {
      return new Item(
          template.key(),
          template.hash(),
          template.subject(),
          template.from(),
          template.category(),
          template.hasHtml(),
          !template.hasHtml() || template.text() != null);
    }
  }

  /** A template with its sources as written. */
  private record Detail(
      String key,
      String hash,
      String subject,
      @Nullable String from,
      @Nullable String category,
      @Nullable String html,
      @Nullable String text) {

    static Detail of(Template template) {
      return new Detail(
          template.key(),
          template.hash(),
          template.subject(),
          template.from(),
          template.category(),
          template.hasHtml() ? template.body() : null,
          template.hasHtml() ? template.text() : template.body());
    }
  }

  /** {@code GET /v1/admin/templates}: ordered by key. */
  void list(ApiRequest request) {
    Page page = request.page();
    List<Template> all = List.copyOf(queries.registry().templates());
    PageSlice<Item> items = page.of(all, Templates::position).map(Item::of);
    request.answer(200, page.answer("templates", items, all.size()));
  }

  private static Position position(Template template) {
    return new Position(Instant.EPOCH, template.key());
  }

  /** {@code GET /v1/admin/templates/{key}}. */
  void detail(ApiRequest request) {
    request.answer(200, Map.of("template", Detail.of(find(request))));
  }

  /** {@code POST /v1/admin/templates/{key}/preview}. */
  void preview(ApiRequest request) {
    PreviewRequest body = request.bodyIfAny(PreviewRequest.class);
    Template template = find(request);
    TemplatePreview.Result result = preview.render(template, samples.of(body));
    if (result instanceof Broken broken) {
      throw new RefusedException(
          422, "Template '%s' cannot be rendered: %s".formatted(template.key(), broken.reason()));
    }
    request.answer(200, (Message) result);
  }

  private Template find(ApiRequest request) {
    return queries
        .registry()
        .template(request.path("key"))
        .orElseThrow(() -> RefusedException.notFound("Template not found"));
  }
}
