package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.decide.Decider.ContactChange;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.Retrial;
import dev.sojourn.journeys.event.PersonEvent;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.store.CommandStore;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.event.EventEnvelope;
import dev.sojourn.topics.event.InvalidRecordException;
import dev.sojourn.topics.journal.Cause;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Applies commands about one person. */
final class PersonCommands {

  private final PersonDesk desk;
  private final Erasure erasure;
  private final int partition;

  PersonCommands(PersonDesk desk, Erasure erasure, int partition) {
    this.desk = desk;
    this.erasure = erasure;
    this.partition = partition;
  }

  /** An answer, and what was changed for it. */
  record Outcome(Result result, Change change) {}

  /**
   * Applies a command.
   *
   * @throws CommandFaultException when deciding threw; nothing has been written
   */
  Outcome apply(Stimulus record, Command.OfPerson command) throws CommandFaultException {
    if (command instanceof Command.EraseContact erase) {
      return erase(erase);
    }
    boolean creates = !(command instanceof Command.CancelInstance);
    if (creates && desk.wasErased(command.userId())) {
      return refused(409, CommandStore.ERASED, Change.NONE);
    }
    PersonReader person = desk.upToDate(command.userId(), record.intake());
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

  private Outcome refused(int status, String error, Change known) {
    return new Outcome(new Result(partition, 1, status, error, Map.of()), known);
  }

  /** Nothing that is due goes first: nothing more may happen to this person. */
  private Outcome erase(Command.EraseContact command) throws CommandFaultException {
    Optional<Integer> stopped;
    try {
      byte[] salt = Base64.getDecoder().decode(command.salt());
      stopped = erasure.erase(Partitions.hash(command.userId()), command.userId(), salt);
    } catch (IllegalArgumentException e) {
      throw new CommandFaultException(e);
    }
    return stopped
        .map(live -> Map.<String, Object>of("erased", true, "stopped", live))
        .map(body -> new Outcome(new Result(partition, 1, 200, null, body), new Change(null, body)))
        .orElseGet(() -> refused(404, "Contact not found", Change.NONE));
  }

  /**
   * Has an instance that failed go on.
   *
   * @return why it cannot, empty when it does
   * @throws CommandFaultException when deciding threw; nothing has been written
   */
  Optional<String> retry(Stimulus record, String userId, InstanceId instance, String by)
      throws CommandFaultException {
    PersonReader person = desk.upToDate(userId, record.intake());
    Retrial retrial;
    try {
      retrial = desk.decider().onRetry(person, instance, by, desk.registry(), record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFaultException(e);
    }
    Cause cause = new Cause.RetryAsked(instance, by);
    desk.write(person, record, cause, record.intake(), retrial.decision());
    return retrial.refusal();
  }

  private Outcome cancel(Stimulus record, PersonReader person, Command.CancelInstance command)
      throws CommandFaultException {
    Cancellation cancellation;
    try {
      cancellation =
          desk.decider()
              .onCancel(person, command.instance(), command.by(), desk.registry(), record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFaultException(e);
    }
    Optional<Status> before = cancellation.before();
    if (before.isEmpty()) {
      return refused(404, "State not found", Change.NONE);
    }
    if (!cancellation.cancelled()) {
      String text = "Cannot cancel journey in '%s' status".formatted(before.get().json());
      return refused(409, text, new Change(status(before.get()), null));
    }
    desk.write(
        person,
        record,
        new Cause.CancelAsked(command.instance(), command.by()),
        record.intake(),
        cancellation.decision());
    Instance after = cancellation.after().orElseThrow();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", after.id().toString());
    body.put("status", after.status().json());
    body.put("exitedAt", InstantJson.text(record.intake()));
    body.put("hatchetCancelled", true);
    return new Outcome(
        new Result(partition, 1, 200, null, body),
        new Change(status(before.get()), status(after.status())));
  }

  private Outcome change(Stimulus record, PersonReader person, Command.ChangeContact command)
      throws CommandFaultException {
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
    Map<String, Object> before = body(person, person.contact());
    ContactChange change;
    try {
      change = desk.decider().onContact(person, patch, record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFaultException(e);
    }
    if (change.tooLarge()) {
      String text = "expected a contact of at most %d bytes".formatted(Limits.CONTACT);
      return refused(413, text, new Change(before, null));
    }
    desk.write(person, record, new Cause.ContactAsked(), record.intake(), change.decision());
    Map<String, Object> after = body(person, change.contact());
    return new Outcome(new Result(partition, 1, 200, null, after), new Change(before, after));
  }

  private static Map<String, Object> body(PersonReader person, Contact contact) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", person.userId());
    body.put("email", contact.email());
    body.put("properties", contact.besidesEmail());
    return body;
  }

  private Outcome replay(Stimulus record, PersonReader person, Command.ReplayEvent command)
      throws CommandFaultException {
    PersonEvent event;
    Decision decision;
    try {
      event = read(command, record.intake());
      decision = desk.decider().onReplay(person, event, command.replay(), desk.registry());
    } catch (InvalidRecordException e) {
      return refused(400, String.valueOf(e.getMessage()), Change.NONE);
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFaultException(e);
    }
    Cause cause = new Cause.Replayed(event.id(), event.name(), command.replay());
    desk.write(person, record, cause, record.intake(), decision);
    desk.noteRefusals(person, event.id(), event.name(), record.intake(), decision);
    Map<String, Object> receipt = Receipts.of(true, event.id(), decision);
    return new Outcome(new Result(partition, 1, 200, null, receipt), new Change(null, receipt));
  }

  /** The event as it was, but for what it says of the contact, which is known since then. */
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

  private Outcome prefer(Stimulus record, PersonReader person, Command.ChangePreferences command)
      throws CommandFaultException {
    Decision decision;
    try {
      decision = desk.decider().onPreferences(person, command.patch(), record.intake());
    } catch (PersonUnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CommandFaultException(e);
    }
    desk.write(person, record, new Cause.PreferencesAsked(), record.intake(), decision);
    Head head = decision.head().orElse(person.head());
    Map<String, Object> after = body(person, head);
    return new Outcome(
        new Result(partition, 1, 200, null, after), new Change(body(person, person.head()), after));
  }

  /** As a read shows them: without an address of their own, the contact's stands in. */
  private static Map<String, Object> body(PersonReader person, Head head) {
    Preferences preferences = head.preferences();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", head.userId());
    body.put("email", preferences.email() == null ? person.contact().email() : preferences.email());
    body.put("unsubscribedAll", preferences.unsubscribedAll());
    body.put("suppressed", preferences.suppressed());
    body.put("categories", preferences.categories());
    body.put("bounceCount", preferences.bounceCount());
    return body;
  }
}
