package dev.sojourn.app.node;

import dev.sojourn.delivery.template.Previews;
import dev.sojourn.delivery.template.RenderedMessage;
import dev.sojourn.delivery.template.Rendering;
import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.journeys.template.Template;
import java.time.InstantSource;

/** Template previews over HTTP, rendered as delivery would. */
final class TemplatePreviews implements TemplatePreview {

  private final Previews previews;

  /**
   * Creates the previews of a node.
   *
   * @param linked whether emails link to this installation
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
