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
 * What a stimulus comes to. A value: whoever has it writes it down, and nothing is left to decide.
 *
 * @param head the new head, when it changed
 * @param contact the new contact, when it changed
 * @param changes each instance that moved, once, with where it was before
 * @param sends what delivery must do
 * @param emitted events to append
 * @param entries what became of each journey that this event starts
 * @param faults what threw; each has cost its own instance or entry and nothing else
 * @param outcomesAfterEnd outcomes of sends whose instance was over already
 * @param goals what was reached
 * @param heldOut the journeys that this event was the first to hold the person out of
 * @param engagementChanges emails that the person opened, or clicked in, for the first time
 */
public record Decision(
    Optional<PersonSummary> head,
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

    /** What was logged on the way, oldest first. */
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

  /** What delivery is asked for. */
  public sealed interface Content {}

  /**
   * A message, to be rendered.
   *
   * @param category what the person can opt out of to get no more like it: the template's, or else
   *     the journey's
   */
  public record Templated(Template template, @Nullable String category) implements Content {}

  /**
   * A call to somebody's server.
   *
   * @param body the author's own part of what is posted
   * @param email the person's, null when none is known
   */
  public record Call(Map<String, String> headers, Map<String, Object> body, @Nullable String email)
      implements Content {}

  /**
   * Something to deliver.
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
   * An event that a step emits.
   *
   * @param key from which the event's id is derived
   * @param depth one more than that of the instance
   */
  public record EmittedEvent(
      String userId, String event, Map<String, Object> properties, String key, int depth) {}

  /**
   * What became of one journey that the event starts.
   *
   * @param reason null when the person entered
   * @param instance null when the person did not
   */
  public record Entry(
      String journeyId, @Nullable RefusalReason reason, @Nullable InstanceId instance) {}

  /**
   * A goal that was reached.
   *
   * @param control by somebody who was held out
   */
  public record ReachedGoal(String journeyId, boolean control) {}

  /**
   * The first time of something that the person did with an email.
   *
   * @param engagement all that is known now
   * @param opened whether that it was opened is new
   * @param clicked whether that something was clicked is new
   * @param journeyId whose email it was
   */
  public record EngagementChange(
      SendId send, Engagement engagement, boolean opened, boolean clicked, String journeyId) {}

  /** Something threw. */
  public record Fault(
      String journeyId, @Nullable InstanceId instance, String where, RuntimeException cause) {

    /** A part of an event that no instance stands for. */
    Fault(String journeyId, EventPart part, RuntimeException cause) {
      this(journeyId, null, part.where(), cause);
    }

    /** What is left to do of the event; of an instance's fault nothing is, since it has failed. */
    public Optional<EventPart> remainingPart() {
      return instance == null ? Optional.of(EventPart.at(where)) : Optional.empty();
    }

    /** What an operator reads. */
    public String text() {
      String message = cause.getMessage();
      return "engine_error in %s: %s%s"
          .formatted(
              where, cause.getClass().getSimpleName(), message == null ? "" : ": " + message);
    }
  }
}
