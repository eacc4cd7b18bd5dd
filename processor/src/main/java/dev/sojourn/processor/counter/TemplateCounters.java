package dev.sojourn.processor.counter;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.PersonView;
import dev.sojourn.journeys.registry.Registry;
import dev.sojourn.journeys.step.SendStep;
import dev.sojourn.processor.counter.TemplateCounterKey.Kind;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the results of each template's messages. The template of a send is looked up in the
 * journey version of its instance: nothing else has it for every kind of result.
 */
public final class TemplateCounters {

  private final CounterStore counters;
  private final Supplier<Registry> registry;

  public TemplateCounters(CounterStore counters, Supplier<Registry> registry) {
    this.counters = counters;
    this.registry = registry;
  }

  /** Counts the log entries of a change. */
  public void moved(Decision.Change change) {
    change.movements().forEach(movement -> count(change.after(), movement, 1));
  }

  /** Subtracts a log entry of an erased instance. */
  public void forgotten(Instance instance, LogEntry entry) {
    count(instance, entry, -1);
  }

  /** Subtracts an erased person's engagement with an email. */
  public void forgotten(Instance instance, SendId send, Engagement engagement) {
    count(instance, send.step(), Kind.OPENED, engagement.openedAt() == null ? 0 : -1);
    count(instance, send.step(), Kind.CLICKED, engagement.clickedAt() == null ? 0 : -1);
  }

  private void count(Instance instance, LogEntry movement, long more) {
    String step = movement.from();
    if (step != null) {
      kind(movement).ifPresent(kind -> count(instance, step, kind, more));
    }
  }

  private static Optional<Kind> kind(LogEntry movement) {
    return switch (movement.action()) {
      case "email_sent", "sms_sent", "push_sent" -> Optional.of(Kind.SENT);
      case "send_skipped" -> Optional.of(Kind.SKIPPED);
      case "send_failed" -> Optional.of(Kind.FAILED);
      // A step that fails on purpose has a next step, and is no send.
      case "failed" -> movement.to() == null ? Optional.of(Kind.FAILED) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Counts the first open of an email or the first click in it. */
  public void touched(PersonView person, Decision.EngagementChange touch) {
    person
        .instance(touch.send().instance())
        .ifPresent(
            instance -> {
              count(instance, touch.send().step(), Kind.OPENED, touch.opened() ? 1 : 0);
              count(instance, touch.send().step(), Kind.CLICKED, touch.clicked() ? 1 : 0);
            });
  }

  /** Counts an event that reports a bounce or a complaint. */
  public void told(PersonView person, PersonEvent event) {
    Kind kind = unwelcome(event.name());
    if (kind != null) {
      Engagement.sendOf(event.properties().get("sendId"))
          .ifPresent(
              send ->
                  person
                      .instance(send.instance())
                      .ifPresent(instance -> count(instance, send.step(), kind, 1)));
    }
  }

  private static @Nullable Kind unwelcome(String event) {
    return switch (event) {
      case "email.bounced" -> Kind.BOUNCED;
      case "email.complained" -> Kind.COMPLAINED;
      default -> null;
    };
  }

  private void count(Instance instance, String step, Kind kind, long more) {
    registry
        .get()
        .version(instance.journeyId(), instance.version())
        .flatMap(version -> version.definition().step(step))
        .filter(SendStep.class::isInstance)
        .map(found -> new TemplateCounterKey(((SendStep) found).template(), kind))
        .ifPresent(total -> counters.add(total.counter(), more));
  }
}
