package dev.sojourn.app.node;

import dev.sojourn.delivery.template.Previews;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.delivery.template.Rendering;
import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.journeys.template.Template;
import java.time.InstantSource;

/** Shows over HTTP what delivery would make of a template. */
final class TemplatePreviews implements TemplatePreview {

  private final Previews previews;

  /**
   * One for a node.
   *
   * @param linked whether mails lead back to it
   */
  TemplatePreviews(InstantSource clock, boolean linked) {
    this.previews = new Previews(clock, linked);
  }

  @Override
  public Result render(Template template, Sample sample) {
    Rendering rendering =
        previews.render(
            template,
            new Previews.Sample(
                sample.userId(),
                sample.email(),
                sample.contact(),
                sample.event(),
                sample.properties(),
                sample.journeyId(),
                sample.journeyName()));
    if (rendering instanceof Rendering.Rendered rendered) {
      RenderedMessage message = rendered.message();
      return new Message(message.subject(), message.html(), message.text(), message.from());
    }
    return new Broken(((Rendering.Broken) rendering).reason());
  }
}
