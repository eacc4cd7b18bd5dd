package dev.sojourn.processor.heart;

import dev.sojourn.journeys.decide.Decider.Cancellation;
import dev.sojourn.journeys.decide.Decider.ContactChange;
import dev.sojourn.journeys.decide.Decider.Retrial;
import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.instance.Instance;
import dev.sojourn.journeys.instance.InstanceId;
import dev.sojourn.journeys.instance.Status;
import dev.sojourn.journeys.person.Head;
import dev.sojourn.journeys.person.PersonUnreadableException;
import dev.sojourn.journeys.person.Preferences;
import dev.sojourn.processor.store.CommandStore;
import dev.sojourn.processor.timer.TaskClock;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.journal.Cause;
import dev.sojourn.topics.json.InstantJson;
import dev.sojourn.topics.result.Result;
import dev.sojourn.topics.topic.Partitions;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Applies commands about one person. */
final class PersonCommands {

  private final PersonDesk desk;
  private final Erasure erasure;
  private final TaskClock clock;
  private final int partition;

  PersonCommands(PersonDesk desk, Erasure erasure, TaskClock clock, int partition) {
    this.desk = desk;
    this.erasure = erasure;
    this.clock = clock;
    this.partition = partition;
  }

  /**
   * Applies a command. It overtakes a backlog of events, so the timers that go before it are those
   * that the clock has passed, not those that were due when it was given.
   *
   * @throws CommandFaultException when deciding threw; nothing has been written
   */
  Result apply(Stimulus record, Command.OfPerson command) throws CommandFaultException {
    if (command instanceof Command.EraseContact erase) {
      return erase(erase);
    }
    boolean describes =
        command instanceof Command.ChangeContact || command instanceof Command.ChangePreferences;
    if (describes && desk.wasErased(command.userId())) {
      return new Result(partition, 1, 409, CommandStore.ERASED, Map.of());
    }
    PersonReader person = caughtUp(record, command.userId());
    if (command instanceof Command.CancelInstance cancel) {
      return cancel(record, person, cancel);
    }
    if (command instanceof Command.ChangeContact change) {
      return change(record, person, change);
    }
    return prefer(record, person, (Command.ChangePreferences) command);
  }

  /** Nothing that is due goes first: nothing more may happen to this person. */
  private Result erase(Command.EraseContact command) throws CommandFaultException {
    Optional<Integer> stopped;
    try {
      byte[] salt = Base64.getDecoder().decode(command.salt());
      stopped = erasure.erase(Partitions.hash(command.userId()), command.userId(), salt);
    } catch (IllegalArgumentException e) {
      throw new CommandFaultException(e);
    }
    return stopped
        .map(live -> new Result(partition, 1, 200, null, Map.of("erased", true, "stopped", live)))
        .orElseGet(() -> new Result(partition, 1, 404, "Contact not found", Map.of()));
  }

  private PersonReader caughtUp(Stimulus record, String userId) {
    Instant passed = record.intake().isBefore(clock.now()) ? record.intake() : clock.now();
    return desk.upTo(desk.person(userId), passed);
  }

  /**
   * Has an instance that failed go on.
   *
   * @return why it cannot, empty when it does
   * @throws CommandFaultException when deciding threw; nothing has been written
   */
  Optional<String> retry(Stimulus record, String userId, InstanceId instance, String by)
      throws CommandFaultException {
    PersonReader person = caughtUp(record, userId);
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

  private Result cancel(Stimulus record, PersonReader person, Command.CancelInstance command)
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
      return new Result(partition, 1, 404, "State not found", Map.of());
    }
    if (!cancellation.cancelled()) {
      String text = "Cannot cancel journey in '%s' status".formatted(before.get().json());
      return new Result(partition, 1, 409, text, Map.of());
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
    return new Result(partition, 1, 200, null, body);
  }

  private Result change(Stimulus record, PersonReader person, Command.ChangeContact command)
      throws CommandFaultException {
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
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
      return new Result(partition, 1, 413, text, Map.of());
    }
    desk.write(person, record, new Cause.ContactAsked(), record.intake(), change.decision());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", person.userId());
    body.put("email", change.contact().email());
    body.put("properties", change.contact().besidesEmail());
    return new Result(partition, 1, 200, null, body);
  }

  private Result prefer(Stimulus record, PersonReader person, Command.ChangePreferences command)
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
    return new Result(partition, 1, 200, null, body(person, head));
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
