package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decider.ContactChange;
import dev.sojourn.journeys.decide.DecisionRejection;
import dev.sojourn.journeys.decide.Limits;
import dev.sojourn.journeys.decide.Rejection;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.journal.JournalCause;
import dev.sojourn.topics.result.Answer;
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
      return CommandOutcome.rejected(partition, ErasureRejection.PERSON_ERASED);
    }
    TaskPerson person = dueTimers.applyUntilClock(command.userId(), record.intake());
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
    Answer before = answer(person, person.contact());
    ContactChange change =
        CommandFailedException.unlessDecided(
            () -> decisions.decider().onContact(person, patch, record.intake()));
    if (change.tooLarge()) {
      return CommandOutcome.rejected(
          partition,
          Rejection.of(DecisionRejection.CONTACT_TOO_LARGE, Map.of("limit", Limits.CONTACT)),
          new AuditChange(before.facts(), null));
    }
    decisions.write(
        person, record, new JournalCause.ContactChanged(), record.intake(), change.decision());
    Answer after = answer(person, change.contact());
    return CommandOutcome.done(partition, after, new AuditChange(before.facts(), after.facts()));
  }

  private static Answer answer(TaskPerson person, Contact contact) {
    return new Answer.ContactChanged(person.userId(), contact.email(), contact.besidesEmail());
  }
}
