package dev.sojourn.journeys.decide;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.journeys.entry.RefusalReason;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.LogEntry;
import dev.sojourn.journeys.instance.SendId;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decision on a stimulus: a value that contains every effect, so that applying it needs no further
 * logic.
 *
 * @param summary the new summary, when it changed
 * @param contact the new contact, when it changed
 * @param changes each changed instance once, with its previous state
 * @param sends what delivery must do
 * @param emitted events to append
 * @param entries the result for each journey that this event triggers
 * @param faults exceptions; each has affected only its own instance or entry
 * @param outcomesAfterEnd number of outcomes of sends whose instance had already ended
 * @param goals the goals reached
 * @param heldOut the journeys for which this event put the person into the holdout for the first
 *     time
 * @param engagementChanges emails that the person opened or clicked for the first time
 */
public record Decision(
    Optional<PersonSummary> summary,
    Optional<Contact> contact,
    List<Change> changes,
    List<Send> sends,
    List<EmittedEvent> emitted,
    List<Entry> entries,
    List<Fault> faults,
    int outcomesAfterEnd,
    List<ReachedGoal> goals,
    List<String> heldOut,
    List<EngagementChange> engagementChanges) {

  public static final Decision NOTHING =
      new Decision(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          0,
          List.of(),
          List.of(),
          List.of());

  /** Whether there is nothing to write. */
  public boolean isNothing() {
    return equals(NOTHING);
  }

  /** An instance before and after; before is null when it has just entered. */
  public record Change(@Nullable Instance before, Instance after) {

    /** The new log entries, oldest first. */
    public List<LogEntry> movements() {
      List<LogEntry> log = after.log();
      int known =
          before == null || before.log().isEmpty()
              ? 0
              : before.log().get(before.log().size() - 1).number();
      int from = log.size();
      while (from > 0 && log.get(from - 1).number() > known) {
        from--;
      }
      return log.subList(from, log.size());
    }
  }

  /** Content of a send. */
  public sealed interface Content {}

  /**
   * A message to be rendered.
   *
   * @param category the opt-out category of the template or, without one, of the journey
   */
  public record Templated(Template template, @Nullable String category) implements Content {}

  /**
   * A webhook call.
   *
   * @param body the author's own part of the request body
   * @param email the person's, null when unknown
   */
  public record Call(Map<String, String> headers, Map<String, Object> body, @Nullable String email)
      implements Content {}

  /**
   * A request to delivery.
   *
   * @param channel {@code webhook} for a call
   * @param to an address of the channel
   */
  public record Send(
      SendId id,
      int attempt,
      String channel,
      String to,
      Content content,
      Instance instance,
      String journeyName,
      Map<String, Object> contact) {}

  /**
   * An event emitted by a step.
   *
   * @param key the key its event id is derived from
   * @param depth one more than that of the instance
   */
  public record EmittedEvent(
      String userId, String event, Map<String, Object> properties, String key, int depth) {}

  /**
   * The entry result for one journey that the event triggers.
   *
   * @param reason null when the person entered
   * @param instance null when the person did not enter
   */
  public record Entry(
      String journeyId, @Nullable RefusalReason reason, @Nullable InstanceId instance) {}

  /**
   * A goal that was reached.
   *
   * @param control whether the person was in the holdout (control) group
   */
  public record ReachedGoal(String journeyId, boolean control) {}

  /**
   * The first open or click of an email.
   *
   * @param engagement all that is known now
   * @param opened whether the open is new
   * @param clicked whether the click is new
   * @param journeyId the journey that sent the email
   */
  public record EngagementChange(
      SendId send, Engagement engagement, boolean opened, boolean clicked, String journeyId) {}

  /** An exception while deciding. */
  public record Fault(
      String journeyId, @Nullable InstanceId instance, String where, RuntimeException cause) {

    /** A fault in a part of an event that belongs to no instance. */
    Fault(String journeyId, EventPart part, RuntimeException cause) {
      this(journeyId, null, part.where(), cause);
    }

    /**
     * The part of the event still to be processed; empty for a fault of an instance, which has
     * failed.
     */
    public Optional<EventPart> remainingPart() {
      return instance == null ? Optional.of(EventPart.at(where)) : Optional.empty();
    }

    /** The description shown to operators. */
    public String text() {
      String message = cause.getMessage();
      return "engine_error in %s: %s%s"
          .formatted(
              where, cause.getClass().getSimpleName(), message == null ? "" : ": " + message);
    }
  }
}
