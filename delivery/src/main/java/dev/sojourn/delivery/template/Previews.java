package dev.sojourn.delivery.template;

import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.template.Template;
import dev.sojourn.topics.action.SendAction;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a template would look like for somebody: rendered as a mail is, with the same errors,
 * but with no links of ours in it, as nobody has to leave who looks at a preview. Safe for any
 * number of threads.
 */
public final class Previews {

  /** What is shown as the way out. */
  public static final String UNSUBSCRIBE_URL = "https://example.com/unsubscribe";

  private final LiquidRenderer renderer;
  private final InstantSource clock;
  private final @Nullable String unsubscribe;

  /**
   * A renderer of its own, so that no send waits for a preview.
   *
   * @param clock tells what {@code 'now'} means
   * @param linked whether mails have a way out; a template that prints it fails where they have not
   */
  public Previews(InstantSource clock, boolean linked) {
    this.clock = clock;
    this.unsubscribe = linked ? UNSUBSCRIBE_URL : null;
    this.renderer = new LiquidRenderer(clock, null);
  }

  /**
   * Whom it is for, and why.
   *
   * @param email where it would go
   * @param contact the person's properties
   * @param event the name of the trigger
   * @param properties the trigger's
   */
  public record Sample(
      String userId,
      String email,
      Map<String, Object> contact,
      String event,
      Map<String, Object> properties,
      String journeyId,
      String journeyName) {}

  /** Renders it. Never throws for what stands in either. */
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
