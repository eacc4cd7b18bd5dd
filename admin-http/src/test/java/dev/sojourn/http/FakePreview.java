package dev.sojourn.http;

import dev.sojourn.http.template.TemplatePreview;
import dev.sojourn.journeys.template.Template;

/** Shows what it was given, and cannot render what is broken. */
public final class FakePreview implements TemplatePreview {

  @Override
  public Result render(Template template, Sample sample) {
    return template.body().contains("broken")
        ? new Broken("no value for 'event.plan'")
        : new Message(
            template.subject(),
            template.hasHtml() ? template.body() : null,
            sample.toString(),
            null);
  }
}
