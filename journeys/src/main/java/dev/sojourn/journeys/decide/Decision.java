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
 * @param emailReports bounces and complaints about emails of known instances
 * @param rejection why a request was rejected; the decision then has no effect
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
    List<EngagementChange> engagementChanges,
    List<EmailReport> emailReports,
    Optional<Rejection> rejection) {

  public static final Decision NOTHING = builder().build();

  public Decision {
    changes = List.copyOf(changes);
    sends = List.copyOf(sends);
    emitted = List.copyOf(emitted);
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
    goals = List.copyOf(goals);
    heldOut = List.copyOf(heldOut);
    engagementChanges = List.copyOf(engagementChanges);
    emailReports = List.copyOf(emailReports);
  }

  /** Starts a decision without any effect. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the effects of a decision. Not safe for use by multiple threads. */
  public static final class Builder {
    private @Nullable PersonSummary summary;
    private @Nullable Contact contact;
    private List<Change> changes = List.of();
    private List<Send> sends = List.of();
    private List<EmittedEvent> emitted = List.of();
    private List<Entry> entries = List.of();
    private List<Fault> faults = List.of();
    private int outcomesAfterEnd;
    private List<ReachedGoal> goals = List.of();
    private List<String> heldOut = List.of();
    private List<EngagementChange> engagementChanges = List.of();
    private List<EmailReport> emailReports = List.of();
    private @Nullable Rejection rejection;

    private Builder() {}

    public Builder summary(@Nullable PersonSummary value) {
      summary = value;
      return this;
    }

    public Builder contact(@Nullable Contact value) {
      contact = value;
      return this;
    }

    public Builder changes(List<Change> value) {
      changes = value;
      return this;
    }

    public Builder sends(List<Send> value) {
      sends = value;
      return this;
    }

    public Builder emitted(List<EmittedEvent> value) {
      emitted = value;
      return this;
    }

    public Builder entries(List<Entry> value) {
      entries = value;
      return this;
    }

    public Builder faults(List<Fault> value) {
      faults = value;
      return this;
    }

    public Builder outcomesAfterEnd(int value) {
      outcomesAfterEnd = value;
      return this;
    }

    public Builder goals(List<ReachedGoal> value) {
      goals = value;
      return this;
    }

    public Builder heldOut(List<String> value) {
      heldOut = value;
      return this;
    }

    public Builder engagementChanges(List<EngagementChange> value) {
      engagementChanges = value;
      return this;
    }

    public Builder emailReports(List<EmailReport> value) {
      emailReports = value;
      return this;
    }

    public Builder rejection(@Nullable Rejection value) {
      rejection = value;
      return this;
    }

    public Decision build() {
      return new Decision(
          Optional.ofNullable(summary),
          Optional.ofNullable(contact),
          changes,
          sends,
          emitted,
          entries,
          faults,
          outcomesAfterEnd,
          goals,
          heldOut,
          engagementChanges,
          emailReports,
          Optional.ofNullable(rejection));
    }
  }

  /** Whether there is nothing to write. */
  public boolean isNothing() {
    return rejection.isPresent() || equals(NOTHING);
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

  /**
   * A bounce or complaint about an email.
   *
   * @param event the name of the event that reports it
   */
  public record EmailReport(SendId send, String event) {}

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
