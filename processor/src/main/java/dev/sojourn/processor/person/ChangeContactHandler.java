package dev.sojourn.processor.person;

import dev.sojourn.journeys.decide.Stimulus;
import dev.sojourn.journeys.event.PersonEvent.ContactPatch;
import dev.sojourn.journeys.person.Contact;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.processor.erasure.ErasedStore;
import dev.sojourn.processor.task.CommandFailedException;
import dev.sojourn.processor.task.InputRecord;
import dev.sojourn.topics.command.Command;
import java.util.LinkedHashMap;
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
      return CommandOutcome.refused(partition, 409, ErasedStore.ERASED);
    }
    ContactPatch patch = new ContactPatch(command.set(), Map.of(), command.unset());
    PersonRequests.Decided decided =
        requests.decide(command.userId(), record, new Stimulus.ContactChanged(patch));
    StoredPerson person = decided.person();
    Map<String, Object> before = body(person, person.contact());
    if (decided.decision().rejection().isPresent()) {
      return CommandOutcome.rejected(
          partition, decided.decision().rejection().get(), new AuditChange(before, null));
    }
    Map<String, Object> after = body(person, decided.decision().contact().orElse(person.contact()));
    return CommandOutcome.done(partition, after, new AuditChange(before, after));
  }

  private static Map<String, Object> body(StoredPerson person, Contact contact) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("userId", person.userId());
    body.put("email", contact.email());
    body.put("properties", contact.besidesEmail());
    return body;
  }
}
