package dev.sojourn.delivery.template;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Template previews: rendered like an email, with the same errors, but without tracking or working
 * unsubscribe links, so that viewing a preview unsubscribes nobody. Safe for any number of threads.
 */
public final class Previews {

  /** Unsubscribe URL shown in previews. */
  public static final String UNSUBSCRIBE_URL = "https://example.com/unsubscribe";

  private final LiquidRenderer renderer;
  private final InstantSource clock;
  private final @Nullable String unsubscribe;

  /**
   * Creates a separate renderer, so that no send waits for a preview.
   *
   * @param clock source of {@code 'now'}
   * @param linked whether emails have an unsubscribe link; without one, templates that print it
   *     fail
   */
  public Previews(InstantSource clock, boolean linked) {
    this.clock = clock;
    this.unsubscribe = linked ? UNSUBSCRIBE_URL : null;
    this.renderer = new LiquidRenderer(clock, null);
  }

  /**
   * Sample recipient and trigger.
   *
   * @param email email address
   * @param contact the person's properties
   * @param event name of the trigger
   * @param properties properties of the trigger
   */
  public record Sample(
      String userId,
      String email,
      Map<String, Object> contact,
      String event,
      Map<String, Object> properties,
      String journeyId,
      String journeyName) {}

  /** Renders a template for a sample. Never throws because of their content. */
  public Rendering render(Template template, Sample sample) {
    SendAction action =
        new SendAction(
            new SendId(InstanceId.of(clock.millis(), 0, 0), "preview", 1),
            1,
            sample.userId(),
            "email",
            sample.email(),
            new SendAction.Templated(template.key(), template.hash(), template.category()),
            sample.journeyId(),
            sample.journeyName(),
            sample.event(),
            sample.properties(),
            sample.contact(),
            clock.instant());
    return renderer.render(template, action, unsubscribe);
  }
}
