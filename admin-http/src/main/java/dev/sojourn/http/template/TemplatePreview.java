package dev.sojourn.http.template;

import dev.sojourn.journeys.template.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders a template like an email. This module must not depend on the renderer, so the
 * implementation is passed in. Thread-safe.
 */
@FunctionalInterface
public interface TemplatePreview {

  /** Renders a sample. Never throws because of the content of the template or the sample. */
  Result render(Template template, Sample sample);

  /**
   * Recipient and trigger of a preview.
   *
   * @param email the recipient's address
   * @param contact the person's properties
   * @param event the name of the trigger
   * @param properties the trigger's properties
   */
  record Sample(
      String userId,
      String email,
      Map<String, Object> contact,
      String event,
      Map<String, Object> properties,
      String journeyId,
      String journeyName) {}

  /** Result of a preview. */
  sealed interface Result {}

  /**
   * Rendered message.
   *
   * @param html null when it is plain text only
   * @param from null when the template leaves the sender to the provider
   */
  record Message(String subject, @Nullable String html, String text, @Nullable String from)
      implements Result {}

  /**
   * Template that cannot be rendered.
   *
   * @param reason for the author of the template
   */
  record Broken(String reason) implements Result {}
}
