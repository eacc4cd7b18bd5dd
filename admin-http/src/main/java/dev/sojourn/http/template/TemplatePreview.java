package dev.sojourn.http.template;

import dev.sojourn.journeys.template.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders a template as a mail is rendered. A wall stands between this surface and whoever does
 * that, so it comes from outside. Safe for any number of threads.
 */
@FunctionalInterface
public interface TemplatePreview {

  /** Never throws for what stands in the template or in the sample. */
  Result render(Template template, Sample sample);

  /**
   * Whom it is for, and why.
   *
   * @param email where it would go
   * @param contact the person's properties
   * @param event the name of the trigger
   * @param properties the trigger's
   */
  record Sample(
      String userId,
      String email,
      Map<String, Object> contact,
      String event,
      Map<String, Object> properties,
      String journeyId,
      String journeyName) {}

  /** What came of it. */
  sealed interface Result {}

  /**
   * A message as the person would read it.
   *
   * @param html null when it is plain text only
   * @param from null when the template leaves that to the provider
   */
  record Message(String subject, @Nullable String html, String text, @Nullable String from)
      implements Result {}

  /**
   * It cannot be rendered.
   *
   * @param reason for whoever wrote the template
   */
  record Broken(String reason) implements Result {}
}
