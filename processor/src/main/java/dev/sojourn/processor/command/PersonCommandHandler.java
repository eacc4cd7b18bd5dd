package dev.sojourn.processor.command;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.decide.Decider.ContactChange;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.RetryDecision;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.PersonSummary;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.event.EventReceipt;
import dev.sojourn.processor.person.DecisionWriter;
import dev.sojourn.processor.person.DueTimers;
import dev.sojourn.processor.person.TaskPerson;
import dev.sojourn.processor.row.PersonKey;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.result.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Handles commands about one person. */
public final class PersonCommandHandler {

  private final DueTimers dueTimers;
  private final DecisionWriter decisions;
  private final ErasedStore erased;
  private final PersonEraser eraser;
  private final int partition;

  public PersonCommandHandler(
      DueTimers dueTimers,
      DecisionWriter decisions,
      ErasedStore erased,
      PersonEraser eraser,
      int partition) {
    this.dueTimers = dueTimers;
    this.decisions = decisions;
    this.erased = erased;
    this.eraser = eraser;
    this.partition = partition;
  }

  /**
   * Applies a command.
   *
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  CommandOutcome apply(InputRecord record, Command.OfPerson command) throws CommandFailedException {
    if (command instanceof Command.EraseContact erase) {
      return erase(erase);
    }
    boolean creates = !(command instanceof Command.CancelInstance);
    if (creates && erased.contains(command.userId())) {
      return refused(409, ErasedStore.ERASED, AuditChange.NONE);
    }
    TaskPerson person = dueTimers.applyUntilClock(command.userId(), record.intake());
    if (command instanceof Command.CancelInstance cancel) {
      return cancel(record, person, cancel);
    }
    if (command instanceof Command.ReplayEvent replay) {
      return replay(record, person, replay);
    }
    if (command instanceof Command.ChangeContact change) {
      return change(record, person, change);
    }
    return prefer(record, person, (Command.ChangePreferences) command);
  }

  private CommandOutcome refused(int status, String error, AuditChange known) {
    return new CommandOutcome(new Result(partition, 1, status, error, Map.of()), known);
  }

  /** Due timers are not applied first: nothing more may happen to this person. */
  private CommandOutcome erase(Command.EraseContact command) throws CommandFailedException {
    Optional<Integer> stopped;
    try {
      byte[] salt = Base64.getDecoder().decode(command.salt());
      stopped = eraser.erase(PersonKey.of(command.userId()), salt);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(e);
    }
    return stopped
        .map(live -> Map.<String, Object>of("erased", true, "stopped", live))
        .map(
            body ->
                new CommandOutcome(
                    new Result(partition, 1, 200, null, body), new AuditChange(null, body)))
        .orElseGet(() -> refused(404, "Contact not found", AuditChange.NONE));
  }

  /**
   * Retries a failed instance.
   *
   * @return why it cannot be retried; empty when it can
   * @throws CommandFailedException when deciding threw; nothing has been written
   */
  public Optional<String> retry(InputRecord record, String userId, InstanceId instance, String by)
      throws CommandFailedException {
    TaskPerson person = dueTimers.applyUntilClock(userId, record.intake());
    RetryDecision retrial;
    try {
      retrial =
          decisions.decider().onRetry(person, instance, by, decisions.registry(), record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
    JournalCause cause = new JournalCause.RetryRequested(instance, by);
    decisions.write(person, record, cause, record.intake(), retrial.decision());
    return retrial.refusal();
  }

  private CommandOutcome cancel(
      InputRecord record, TaskPerson person, Command.CancelInstance command)
      throws CommandFailedException {
    Cancellation cancellation;
    try {
      cancellation =
          decisions
              .decider()
              .onCancel(
                  person, command.instance(), command.by(), decisions.registry(), record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
    Optional<Status> before = cancellation.before();
    if (before.isEmpty()) {
      return refused(404, "State not found", AuditChange.NONE);
    }
    if (!cancellation.cancelled()) {
      String text = "Cannot cancel journey in '%s' status".formatted(before.get().json());
      return refused(409, text, new AuditChange(status(before.get()), null));
    }
    decisions.write(
        person,
        record,
        new JournalCause.CancelRequested(command.instance(), command.by()),
        record.intake(),
        cancellation.decision());
    Instance after = cancellation.after().orElseThrow();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", after.id().toString());
    body.put("status", after.status().json());
    body.put("exitedAt", InstantJson.text(record.intake()));
    body.put("hatchetCancelled", true);
    return new CommandOutcome(
        new Result(partition, 1, 200, null, body),
        new AuditChange(status(before.get()), status(after.status())));
  }

  private CommandOutcome change(
      InputRecord record, TaskPerson person, Command.ChangeContact command)
      throws CommandFailedException {
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
    Map<String, Object> before = body(person, person.contact());
    ContactChange change;
    try {
      change = decisions.decider().onContact(person, patch, record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
    if (change.tooLarge()) {
      String text = "expected a contact of at most %d bytes".formatted(Limits.CONTACT);
      return refused(413, text, new AuditChange(before, null));
    }
    decisions.write(
        person, record, new JournalCause.ContactChanged(), record.intake(), change.decision());
    Map<String, Object> after = body(person, change.contact());
    return new CommandOutcome(
        new Result(partition, 1, 200, null, after), new AuditChange(before, after));
  }

  private static Map<String, Object> body(TaskPerson person, Contact contact) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", person.userId());
    body.put("email", contact.email());
    body.put("properties", contact.besidesEmail());
    return body;
  }

  private CommandOutcome replay(InputRecord record, TaskPerson person, Command.ReplayEvent command)
      throws CommandFailedException {
    PersonEvent event;
    Decision decision;
    try {
      event = read(command, record.intake());
      decision =
          decisions.decider().onReplay(person, event, command.replay(), decisions.registry());
    } catch (InvalidRecordException e) {
      return refused(400, String.valueOf(e.getMessage()), AuditChange.NONE);
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
    JournalCause cause = new JournalCause.EventReplayed(event.id(), event.name(), command.replay());
    decisions.write(person, record, cause, record.intake(), decision);
    decisions.writeRefusals(person, event.id(), event.name(), record.intake(), decision);
    Map<String, Object> receipt = EventReceipt.of(true, event.id(), decision);
    return new CommandOutcome(
        new Result(partition, 1, 200, null, receipt), new AuditChange(null, receipt));
  }

  /** The original event without its contact properties, which have been applied already. */
  private static PersonEvent read(Command.ReplayEvent command, Instant now)
      throws InvalidRecordException {
    EventEnvelope envelope = EventEnvelope.decode(command.event().getBytes(StandardCharsets.UTF_8));
    if (!envelope.userId().equals(command.userId())) {
      throw new InvalidRecordException("invalid_command", "expected an event of this user");
    }
    return new PersonEvent(
        command.eventId(),
        envelope.event(),
        command.occurredAt(),
        now,
        envelope.properties(),
        ContactPatch.NONE,
        envelope.email(),
        0,
        false);
  }

  private static Map<String, Object> status(Status status) {
    return Map.of("status", status.json());
  }

  private CommandOutcome prefer(
      InputRecord record, TaskPerson person, Command.ChangePreferences command)
      throws CommandFailedException {
    Decision decision;
    try {
      decision = decisions.decider().onPreferences(person, command.patch(), record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFailedException(e);
    }
    decisions.write(
        person, record, new JournalCause.PreferencesChanged(), record.intake(), decision);
    PersonSummary summary = decision.summary().orElse(person.summary());
    Map<String, Object> after = body(person, summary);
    return new CommandOutcome(
        new Result(partition, 1, 200, null, after),
        new AuditChange(body(person, person.summary()), after));
  }

  /** Preferences as queries return them: the contact's email address is the fallback. */
  private static Map<String, Object> body(TaskPerson person, PersonSummary summary) {
    Preferences preferences = summary.preferences();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", summary.userId());
    body.put("email", preferences.email() == null ? person.contact().email() : preferences.email());
    body.put("unsubscribedAll", preferences.unsubscribedAll());
    body.put("suppressed", preferences.suppressed());
    body.put("categories", preferences.categories());
    body.put("bounceCount", preferences.bounceCount());
    return body;
  }
}
