package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decider.ContactChange;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.journal.JournalCause;
import java.util.LinkedHashMap;
import java.util.Map;

/** Changes a contact's properties. */
public record ChangeContactHandler(
    DueTimers dueTimers, DecisionWriter decisions, ErasedStore erased, int partition)
    implements CommandHandler<Command.ChangeContact> {

  @Override
  public Class<Command.ChangeContact> type() {
    return Command.ChangeContact.class;
  }

  @Override
  public CommandOutcome handle(Command.ChangeContact command, InputRecord record)
      throws CommandFailedException {
    if (erased.contains(command.userId())) {
      return CommandOutcome.refused(partition, 409, ErasedStore.ERASED);
    }
    TaskPerson person = dueTimers.applyUntilClock(command.userId(), record.intake());
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
    Map<String, Object> before = body(person, person.contact());
    ContactChange change =
        CommandFailedException.unlessDecided(
            () -> decisions.decider().onContact(person, patch, record.intake()));
    if (change.tooLarge()) {
      String text = "expected a contact of at most %d bytes".formatted(Limits.CONTACT);
      return CommandOutcome.refused(partition, 413, text, new AuditChange(before, null));
    }
    decisions.write(
        person, record, new JournalCause.ContactChanged(), record.intake(), change.decision());
    Map<String, Object> after = body(person, change.contact());
    return CommandOutcome.done(partition, after, new AuditChange(before, after));
  }

  private static Map<String, Object> body(TaskPerson person, Contact contact) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", person.userId());
    body.put("email", contact.email());
    body.put("properties", contact.besidesEmail());
    return body;
  }
}
