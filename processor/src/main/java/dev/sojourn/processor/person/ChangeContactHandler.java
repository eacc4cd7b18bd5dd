package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Decision;
import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasureRejection;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.result.Answer;
import java.util.Map;

/** Changes a contact's properties. */
public record ChangeContactHandler(PersonRequests requests, int partition)
    implements CommandHandler<Command.ChangeContact> {

  @Override
  public Class<Command.ChangeContact> type() {
    return Command.ChangeContact.class;
  }

  @Override
  public CommandOutcome handle(Command.ChangeContact command, InputRecord record)
      throws CommandFailedException {
    if (requests.isErased(command.userId())) {
      return CommandOutcome.rejected(partition, ErasureRejection.PERSON_ERASED);
    }
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
    PersonRequests.Decided decided =
        requests.decide(command.userId(), record, new Stimulus.ContactChanged(patch));
    Contact contact = decided.person().contact();
    Answer before = answer(command.userId(), contact);
    Decision decision = decided.decision();
    if (decision.rejection().isPresent()) {
      AuditChange found = new AuditChange(before.facts(), null);
      return CommandOutcome.rejected(partition, decision.rejection().get(), found);
    }
    Answer after = answer(command.userId(), decision.contact().orElse(contact));
    return CommandOutcome.done(partition, after, new AuditChange(before.facts(), after.facts()));
  }

  private static Answer answer(String userId, Contact contact) {
    return new Answer.ContactChanged(userId, contact.email(), contact.besidesEmail());
  }
}
